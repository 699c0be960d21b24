import { MongoError } from '../../errors.js';
import type { Doc, Value } from '../../values/types.js';
import { approximateSize, MemoryMeter } from '../memory.js';
import type { StageCompiler } from './stage.js';

const NOT_INSIDE = new Set(['$facet', '$out', '$merge', '$geoNear', '$collStats', '$indexStats', '$planCacheStats']);

/** `$facet`: several pipelines over the same documents, one document of results. */
export const facet: StageCompiler = (spec, ctx) => {
  if (!(spec instanceof Map) || spec.size === 0)
    throw new MongoError(40169, 'the $facet specification must be a non-empty object');
  const { scope } = ctx;
  const facets = [...spec].map(([name, stages]) => {
    if (name.includes('.') || name.startsWith('$'))
      throw new MongoError(16410, `FieldPath field names may not start with '$' or contain '.': ${name}`);
    if (!Array.isArray(stages)) throw new MongoError(40170, `arguments to $facet must be arrays, ${name} is not`);
    for (const stage of stages) {
      const stageName = stage instanceof Map ? stage.keys().next().value : undefined;
      if (stageName !== undefined && NOT_INSIDE.has(stageName))
        throw new MongoError(40600, `${stageName} is not allowed to be used within a $facet stage`);
    }
    const inner = ctx.subPipeline(stages, scope);
    if (inner.neededFields === undefined) scope.dependencies.wholeDocument = true;
    else for (const field of inner.neededFields) scope.dependencies.fields.add(field);
    return { name, inner };
  });
  return {
    resets: true,
    *run(input) {
      const meter = new MemoryMeter('$facet', ctx.env.memoryLimitBytes);
      const docs: Doc[] = [];
      for (const doc of input) {
        meter.add(approximateSize(doc));
        docs.push(doc);
      }
      const out: Doc = new Map<string, Value>();
      for (const { name, inner } of facets) {
        const results: Value[] = [];
        for (const doc of inner.run(docs)) {
          meter.add(approximateSize(doc));
          results.push(doc);
        }
        out.set(name, results);
      }
      yield out;
    },
  };
};
