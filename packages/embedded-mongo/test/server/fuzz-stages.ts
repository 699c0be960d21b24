import type { Document } from 'bson';
import { ACCUMULATING, WINDOW, STAGES, NAMES } from './fuzz-names.js';
import { expression, filter, sort, projection, operand } from './fuzz-parts.js';
import { anyValue, fieldName } from './fuzz-values.js';
import type { Chance } from './fuzz-values.js';

export function stage(chance: Chance, depth = 2): Document {
  const name = chance.one(STAGES);
  if (chance.percent(10)) return { [name]: anyValue(chance) };
  const pipeline = (): Document[] => (depth > 0 ? chance.list(2, () => stage(chance, depth - 1)) : []);
  const fields = (make: () => unknown): Document =>
    Object.fromEntries(chance.list(3, () => [fieldName(chance), make()]));
  switch (name) {
    case '$match':
      return { $match: filter(chance) };
    case '$sort':
      return { $sort: sort(chance) };
    case '$group':
      return {
        $group: { _id: expression(chance), ...fields(() => ({ [chance.one(ACCUMULATING)]: operand(chance, 1) })) },
      };
    case '$project':
      return { $project: projection(chance) };
    case '$addFields':
    case '$set':
      return { [name]: fields(() => expression(chance)) };
    case '$unwind':
      return {
        $unwind: chance.one<unknown>([
          '$a',
          '$b',
          'a',
          { path: '$a', includeArrayIndex: 'i', preserveNullAndEmptyArrays: anyValue(chance, 0) },
        ]),
      };
    case '$lookup':
      return {
        $lookup: {
          from: chance.one(NAMES),
          localField: fieldName(chance),
          foreignField: fieldName(chance),
          as: fieldName(chance),
          ...(chance.percent(50) ? { pipeline: pipeline(), let: { x: expression(chance) } } : {}),
        },
      };
    case '$graphLookup':
      return {
        $graphLookup: {
          from: chance.one(NAMES),
          startWith: expression(chance),
          connectFromField: fieldName(chance),
          connectToField: fieldName(chance),
          as: fieldName(chance),
          maxDepth: anyValue(chance, 0),
        },
      };
    case '$facet':
      return { $facet: fields(pipeline) };
    case '$bucket':
      return {
        $bucket: {
          groupBy: expression(chance),
          boundaries: chance.list(4, () => anyValue(chance, 0)),
          default: anyValue(chance, 0),
        },
      };
    case '$bucketAuto':
      return {
        $bucketAuto: {
          groupBy: expression(chance),
          buckets: anyValue(chance, 0),
          granularity: chance.one(['R5', 'POWERSOF2', 'x']),
        },
      };
    case '$setWindowFields':
      return {
        $setWindowFields: {
          partitionBy: expression(chance, 1),
          sortBy: sort(chance),
          output: fields(() => ({
            [chance.one(WINDOW)]: operand(chance, 1),
            window: chance.one<unknown>([
              { documents: [anyValue(chance, 0), anyValue(chance, 0)] },
              { documents: ['unbounded', 'current'] },
              { range: [-1, 1], unit: 'day' },
              anyValue(chance),
            ]),
          })),
        },
      };
    case '$densify':
      return {
        $densify: {
          field: fieldName(chance),
          range: {
            step: chance.one<unknown>([1, 0, -1, 0.0000001, anyValue(chance, 0)]),
            bounds: chance.one<unknown>(['full', 'partition', [0, 10], [0, 1e12]]),
          },
        },
      };
    case '$fill':
      return {
        $fill: {
          sortBy: sort(chance),
          output: fields(() => ({
            [chance.one(['value', 'method'])]: chance.one<unknown>(['linear', 'locf', expression(chance)]),
          })),
        },
      };
    case '$out':
      return { $out: chance.one<unknown>(['c2', 'o', '', { db: 'fuzz', coll: 'c2' }]) };
    case '$merge':
      return {
        $merge: {
          into: chance.one(['c2', 'm', '']),
          on: chance.one<unknown>(['_id', ['a', 'b'], anyValue(chance, 0)]),
          whenMatched: chance.one<unknown>(['merge', 'replace', 'fail', 'x', [stage(chance, 0)]]),
        },
      };
    case '$unionWith':
      return { $unionWith: { coll: chance.one(NAMES), pipeline: pipeline() } };
    case '$replaceRoot':
      return { $replaceRoot: { newRoot: expression(chance) } };
    default:
      return { [name]: chance.percent(50) ? expression(chance) : anyValue(chance) };
  }
}
