import { MongoError, onlyInAtlas, unsupported } from '../../errors.js';
import type { Value } from '../../values/types.js';
import { bucketAuto } from './bucket-auto.js';
import { bucket, sortByCount } from './buckets.js';
import { densify } from './densify.js';
import { facet } from './facet.js';
import { fill } from './fill.js';
import { graphLookup } from './graph-lookup.js';
import { group } from './group.js';
import { lookup } from './lookup.js';
import { count, limit, match, sample, skip } from './simple.js';
import { redact } from './redact.js';
import { sortStage } from './sort.js';
import { aboutEngine, documents } from './sources.js';
import { mapping, type Stage, type StageCompiler, type StageContext } from './stage.js';
import { compileTransform } from './transform.js';
import { unionWith } from './union-with.js';
import { unwind } from './unwind.js';
import { setWindowFields } from './window/window-fields.js';

const transform =
  (name: string): StageCompiler =>
  (spec, { scope }) => {
    const { apply, resets } = compileTransform(new Map([[name, spec]]), scope);
    return mapping(apply, resets);
  };

const STAGES: ReadonlyMap<string, StageCompiler> = new Map<string, StageCompiler>([
  ['$match', match],
  ['$limit', limit],
  ['$skip', skip],
  ['$count', count],
  ['$sample', sample],
  ['$sort', (spec, ctx) => sortStage(spec, ctx)],
  ['$group', group],
  ['$unwind', unwind],
  ['$lookup', lookup],
  ['$facet', facet],
  ['$sortByCount', sortByCount],
  ['$bucket', bucket],
  ['$bucketAuto', bucketAuto],
  ['$densify', densify],
  ['$documents', documents],
  ['$fill', fill],
  ['$graphLookup', graphLookup],
  ['$redact', redact],
  ['$unionWith', unionWith],
  ['$setWindowFields', setWindowFields],
  ...['$collStats', '$currentOp', '$indexStats', '$listLocalSessions'].map((name): [string, StageCompiler] => [
    name,
    aboutEngine(name),
  ]),
  ...['$project', '$addFields', '$set', '$unset', '$replaceRoot', '$replaceWith'].map(
    (name): [string, StageCompiler] => [name, transform(name)],
  ),
]);

const REFUSED = new Set([
  '$changeStream',
  '$changeStreamSplitLargeEvent',
  '$geoNear',
  '$listSampledQueries',
  '$listSessions',
  '$planCacheStats',
  '$querySettings',
  '$queryStats',
  '$search',
  '$searchMeta',
  '$shardedDataDistribution',
  '$vectorSearch',
]);

/** Compiles one stage. An unknown name throws 40324, a known one that this engine has not 238 or 115. */
export function compileStage(name: string, spec: Value, ctx: StageContext): Stage {
  const compiler = STAGES.get(name);
  if (compiler !== undefined) return compiler(spec, ctx);
  if (name === '$merge' || name === '$out')
    throw new MongoError(40601, `${name} can only be the final stage in the pipeline`);
  if (name === '$listSearchIndexes') throw onlyInAtlas();
  if (REFUSED.has(name)) throw unsupported(`The stage ${name}`);
  throw new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`);
}
