import { Int32 } from 'bson';

import { MongoError } from '../../errors.js';
import { PAUSE } from '../../flow/pause.js';
import { compareValues } from '../../values/compare.js';
import { rankOf } from '../../values/kinds.js';
import type { Doc, Value } from '../../values/types.js';
import { groupStage } from './group.js';
import { sortStage } from './sort.js';
import { chain, type Stage, type StageCompiler } from './stage.js';

/** `count: {$sum: 1}`, what buckets give where nothing else is asked. */
export const COUNT: [string, Value] = ['count', new Map([['$sum', new Int32(1)]])];

function chained(...stages: readonly Stage[]): Stage {
  return { resets: stages[0]?.resets ?? false, run: (input) => chain(stages, input) };
}

/** A path, or an object that is an operator. */
export function isExpression(v: Value): boolean {
  if (typeof v === 'string') return v.startsWith('$');
  return v instanceof Map && v.keys().next().value?.startsWith('$') === true;
}

/** `$sortByCount`: groups with their counts, most frequent first. */
export const sortByCount: StageCompiler = (spec, ctx) => {
  if (!isExpression(spec))
    throw new MongoError(40149, 'the sortByCount field must be defined as a $-prefixed path or an expression');
  const grouped = groupStage(spec, [COUNT], ctx);
  const inner = { ...ctx, scope: ctx.scope.overOtherDocuments() };
  return chained(grouped, sortStage(new Map([['count', new Int32(-1)]]), inner));
};

/** `$bucket`: groups by the boundary at or below the value; others go to `default`. */
export const bucket: StageCompiler = (spec, ctx) => {
  if (!(spec instanceof Map)) throw new MongoError(40201, 'Argument to $bucket stage must be an object');
  for (const name of spec.keys()) {
    if (!['groupBy', 'boundaries', 'default', 'output'].includes(name))
      throw new MongoError(40197, `Unrecognized option to $bucket: ${name}`);
  }
  const by = spec.get('groupBy');
  const boundaries = spec.get('boundaries');
  if (by === undefined || !Array.isArray(boundaries))
    throw new MongoError(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.");
  if (boundaries.length < 2) throw new MongoError(40192, "The $bucket 'boundaries' field must have at least 2 values");
  boundaries.forEach((v, i) => {
    const before = boundaries[i - 1];
    if (before === undefined) return;
    if (rankOf(before) !== rankOf(v))
      throw new MongoError(40193, "All values in the the 'boundaries' option to $bucket must have the same type");
    if (compareValues(before, v) >= 0) throw new MongoError(40194, "The 'boundaries' option to $bucket must be sorted");
  });
  const otherwise = spec.get('default');
  const output = spec.get('output');
  const fields: [string, Value][] = output === undefined ? [COUNT] : [...(output as Doc)];
  const evaluate = ctx.scope.compile(by);
  const { scope, cell } = ctx.scope.bind('bucketOfThisDocument');
  const grouped = groupStage('$$bucketOfThisDocument', fields, { ...ctx, scope });
  const inner = { ...ctx, scope: ctx.scope.overOtherDocuments() };
  const located: Stage = {
    resets: false,
    *run(input) {
      for (const doc of input) {
        if (doc === PAUSE) {
          yield PAUSE;
          continue;
        }
        cell.value = lowerBoundary(boundaries, evaluate(doc)) ?? otherwise;
        if (cell.value === undefined) {
          throw new MongoError(
            7158303,
            '$bucket could not find a matching branch for an input, and no default was specified.',
          );
        }
        yield doc;
      }
    },
  };
  return { ...chained(located, grouped, sortStage(new Map([['_id', new Int32(1)]]), inner)), resets: true };
};

function lowerBoundary(boundaries: readonly Value[], v: Value | undefined): Value | undefined {
  for (let i = 0; i < boundaries.length - 1; i++) {
    if (compareValues(v, boundaries[i]) >= 0 && compareValues(v, boundaries[i + 1]) < 0) return boundaries[i];
  }
  return undefined;
}
