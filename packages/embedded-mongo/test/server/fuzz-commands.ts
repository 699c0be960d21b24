import type { Document } from 'bson';
import { OPERATORS, REFUSED_OPERATORS } from '../../src/pipeline/expression/registry.js';
import { ACCUMULATORS } from '../../src/pipeline/accumulators.js';
import { FIELDS, anyCount, anyDocument, anyValue, fieldName, storedDocument } from './fuzz-values.js';
import type { Chance } from './fuzz-values.js';

const EXPRESSIONS = [...OPERATORS.keys(), ...REFUSED_OPERATORS, '$unknown'];
const ACCUMULATING = [
  ...ACCUMULATORS.keys(),
  '$firstN',
  '$lastN',
  '$minN',
  '$maxN',
  '$top',
  '$topN',
  '$bottom',
  '$bottomN',
  '$unknown',
];
const WINDOW = [
  ...ACCUMULATING,
  '$rank',
  '$denseRank',
  '$documentNumber',
  '$shift',
  '$derivative',
  '$integral',
  '$expMovingAvg',
  '$locf',
  '$linearFill',
  '$covariancePop',
];
const QUERY = [
  '$eq',
  '$ne',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$in',
  '$nin',
  '$not',
  '$exists',
  '$type',
  '$mod',
  '$size',
  '$all',
  '$elemMatch',
  '$regex',
  '$options',
  '$bitsAllSet',
  '$bitsAnyClear',
  '$near',
  '$geoWithin',
  '$unknown',
  '$comment',
];
const LOGICAL = [
  '$and',
  '$or',
  '$nor',
  '$expr',
  '$comment',
  '$where',
  '$text',
  '$jsonSchema',
  '$alwaysTrue',
  '$unknown',
  '$sampleRate',
];
const UPDATE = [
  '$set',
  '$setOnInsert',
  '$unset',
  '$inc',
  '$mul',
  '$min',
  '$max',
  '$currentDate',
  '$bit',
  '$push',
  '$addToSet',
  '$pop',
  '$pull',
  '$pullAll',
  '$rename',
  '$unknown',
];
const STAGES = [
  '$match',
  '$limit',
  '$skip',
  '$count',
  '$sample',
  '$sort',
  '$group',
  '$unwind',
  '$lookup',
  '$facet',
  '$sortByCount',
  '$bucket',
  '$bucketAuto',
  '$unionWith',
  '$setWindowFields',
  '$project',
  '$addFields',
  '$set',
  '$unset',
  '$replaceRoot',
  '$replaceWith',
  '$graphLookup',
  '$redact',
  '$densify',
  '$fill',
  '$documents',
  '$geoNear',
  '$out',
  '$merge',
  '$unknown',
];
/** Names of arguments inside operators and stages, so that random ones are often nearly right. */
const ARGUMENTS = [
  'input',
  'in',
  'as',
  'vars',
  'cond',
  'initialValue',
  'n',
  'sortBy',
  'output',
  'date',
  'format',
  'timezone',
  'unit',
  'amount',
  'startDate',
  'endDate',
  'dateString',
  'onNull',
  'onError',
  'to',
  'if',
  'then',
  'else',
  'branches',
  'default',
  'field',
  'value',
  'inputs',
  'regex',
  'options',
  'find',
  'replacement',
  'chars',
  'year',
  'month',
  'binSize',
  'startOfWeek',
];
const NAMES = ['c0', 'c1', 'c2', 'gone', 'system.x', '', 'a$b', 'a\0b', '.a'];

/** An argument list or document of an operator. */
function operand(chance: Chance, depth: number): unknown {
  const kind = chance.below(4);
  if (kind === 0) return expression(chance, depth);
  if (kind === 1) return chance.list(4, () => expression(chance, depth - 1));
  if (kind === 2)
    return Object.fromEntries(chance.list(5, () => [chance.one(ARGUMENTS), expression(chance, depth - 1)]));
  return anyValue(chance, 1);
}

/** The arguments that the operators with named ones need, so that their insides are reached. */
function shaped(chance: Chance, depth: number): Document {
  const e = (): unknown => expression(chance, depth - 1);
  return chance.one<() => Document>([
    () => ({ $map: { input: e(), as: chance.one(['x', 'this', 'X', '']), in: e() } }),
    () => ({ $filter: { input: e(), cond: e(), limit: e() } }),
    () => ({
      $reduce: {
        input: e(),
        initialValue: e(),
        in: { [chance.one(['$concat', '$concatArrays', '$add'])]: ['$$value', '$$this'] },
      },
    }),
    () => ({ $let: { vars: { x: e() }, in: e() } }),
    () => ({ $range: [e(), e(), e()] }),
    () => ({ $zip: { inputs: [e(), e()], useLongestLength: chance.percent(50) } }),
    () => ({ $switch: { branches: [{ case: e(), then: e() }], default: e() } }),
    () => ({ $cond: [e(), e(), e()] }),
    () => ({
      $convert: {
        input: e(),
        to: chance.one(['int', 'long', 'double', 'decimal', 'string', 'date', 'objectId', 'bool', 2, 'x']),
        onError: e(),
        onNull: e(),
      },
    }),
    () => ({
      $dateToString: {
        date: e(),
        format: chance.one(['%Y-%m-%dT%H:%M:%S.%LZ', '%%', '%q', '%G-%V']),
        timezone: chance.one(['UTC', 'Europe/Berlin', '+05:30', 'x']),
      },
    }),
    () => ({ $dateFromString: { dateString: e(), format: chance.one(['%Y-%m-%d', '%d', '%']) } }),
    () => ({ $dateFromParts: { year: e(), month: e(), day: e() } }),
    () => ({
      [chance.one(['$dateAdd', '$dateSubtract'])]: {
        startDate: e(),
        unit: chance.one(['day', 'year', 'month', 'x']),
        amount: e(),
      },
    }),
    () => ({ $dateDiff: { startDate: e(), endDate: e(), unit: chance.one(['week', 'quarter', 'millisecond']) } }),
    () => ({ $dateTrunc: { date: e(), unit: chance.one(['day', 'week', 'year', 'month']), binSize: e() } }),
    () => ({
      [chance.one(['$regexMatch', '$regexFind', '$regexFindAll'])]: {
        input: e(),
        regex: chance.one(['a', '(a', '(a*)*b', 'a|', '[', '\\']),
      },
    }),
    () => ({ $replaceAll: { input: e(), find: e(), replacement: e() } }),
    () => ({ $getField: { field: e(), input: e() } }),
    () => ({ $setField: { field: chance.one(['a', '', '$a', 'a.b']), input: '$$ROOT', value: e() } }),
    () => ({ $sortArray: { input: e(), sortBy: chance.one<unknown>([1, -1, { a: 1 }, 0]) } }),
    () => ({ $slice: [e(), e(), e()] }),
    () => ({ $substrCP: [e(), e(), e()] }),
    () => ({ $trim: { input: e(), chars: e() } }),
  ])();
}

export function expression(chance: Chance, depth = 2): unknown {
  if (depth <= 0)
    return chance.one<unknown>([
      '$a',
      '$b',
      '$n',
      '$s',
      '$d',
      '$$ROOT',
      '$$this',
      '$$value',
      '$missing',
      anyValue(chance, 0),
    ]);
  if (chance.percent(40)) return shaped(chance, depth);
  if (chance.percent(70)) return { [chance.one(EXPRESSIONS)]: operand(chance, depth) };
  return anyValue(chance, 1);
}

export function filter(chance: Chance, depth = 2): Document {
  return Object.fromEntries(
    chance.list(3, (): [string, unknown] => {
      if (depth > 0 && chance.percent(25)) {
        const op = chance.one(LOGICAL);
        if (op === '$expr') return [op, expression(chance)];
        return [op, chance.percent(85) ? chance.list(3, () => filter(chance, depth - 1)) : anyValue(chance, 1)];
      }
      if (chance.percent(30)) return [fieldName(chance), anyValue(chance)];
      return [
        fieldName(chance),
        Object.fromEntries(
          chance.list(3, () => [chance.one(QUERY), chance.percent(20) ? filter(chance, depth - 1) : anyValue(chance)]),
        ),
      ];
    }),
  );
}

function update(chance: Chance): unknown {
  if (chance.percent(10)) return chance.list(3, () => stage(chance, 1));
  if (chance.percent(10)) return anyDocument(chance);
  return Object.fromEntries(
    chance.list(3, () => [
      chance.one(UPDATE),
      chance.percent(8)
        ? anyValue(chance)
        : Object.fromEntries(
            chance.list(3, () => [
              fieldName(chance),
              chance.percent(25)
                ? {
                    [chance.one(['$each', '$slice', '$sort', '$position', '$in', 'and', '$type'])]: anyValue(chance),
                    $each: chance.list(3, () => anyValue(chance, 1)),
                  }
                : anyValue(chance),
            ]),
          ),
    ]),
  );
}

function sort(chance: Chance): unknown {
  if (chance.percent(5)) return anyValue(chance);
  return Object.fromEntries(
    chance.list(3, () => [
      fieldName(chance),
      chance.percent(85)
        ? chance.one([1, -1])
        : chance.one<unknown>([0, 2, '1', { $meta: 'textScore' }, anyValue(chance, 1)]),
    ]),
  );
}

function projection(chance: Chance): unknown {
  if (chance.percent(5)) return anyValue(chance);
  return Object.fromEntries(
    chance.list(3, () => [
      fieldName(chance),
      chance.one<unknown>([
        1,
        0,
        true,
        { $slice: anyValue(chance, 1) },
        { $elemMatch: filter(chance, 1) },
        expression(chance),
        anyValue(chance, 1),
      ]),
    ]),
  );
}

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

const collation = (chance: Chance): unknown =>
  chance.one<unknown>([
    { locale: 'en', strength: 2 },
    { locale: 'en', strength: 3 },
    { locale: 'xx' },
    anyValue(chance, 1),
  ]);

/** A command that a client might send, its arguments random. */
export function command(chance: Chance): Document {
  const c = chance.percent(92) ? chance.one(['c0', 'c1', 'c2']) : chance.one<unknown>([...NAMES, 1, null]);
  const extras: Document = {};
  if (chance.percent(6)) extras['collation'] = collation(chance);
  if (chance.percent(6))
    extras['hint'] = chance.one<unknown>(['_id_', { a: 1 }, { $natural: -1 }, anyValue(chance, 1)]);
  if (chance.percent(6)) extras['maxTimeMS'] = chance.one<unknown>([0, 1, 1000, anyValue(chance, 0)]);
  if (chance.percent(6)) extras['let'] = chance.one<unknown>([{ x: 1 }, anyValue(chance)]);
  if (chance.percent(4))
    extras[
      chance.one([
        'comment',
        'readConcern',
        'writeConcern',
        '$readPreference',
        'lsid',
        'txnNumber',
        'ordered',
        'batchSize',
        'cursor',
        'wrong',
      ])
    ] = anyValue(chance);
  const made = chance.one<() => Document>([
    () => ({ find: c, filter: filter(chance), sort: sort(chance), projection: projection(chance), ...extras }),
    () => ({
      find: c,
      filter: filter(chance),
      skip: anyCount(chance),
      limit: anyCount(chance),
      batchSize: chance.one<unknown>([0, 1, 2, anyValue(chance, 0)]),
      ...extras,
    }),
    () => ({
      aggregate: c,
      pipeline: chance.list(4, () => stage(chance)),
      cursor: chance.one<unknown>([{}, {}, { batchSize: anyCount(chance) }]),
      ...extras,
    }),
    () => ({ aggregate: c, pipeline: [{ $limit: 3 }, { $project: { r: expression(chance, 3) } }], cursor: {} }),
    () => ({
      insert: c,
      documents: chance.list(3, () => (chance.percent(80) ? storedDocument(chance) : anyDocument(chance))),
      ordered: chance.percent(50),
    }),
    () => ({
      update: c,
      updates: chance.list(2, () => ({
        q: filter(chance),
        u: update(chance),
        multi: chance.percent(50),
        upsert: chance.percent(15),
        arrayFilters: chance.percent(20)
          ? chance.list(2, () => ({ [chance.one(['x', 'x.b', 'y'])]: anyValue(chance) }))
          : undefined,
      })),
      ...extras,
    }),
    () => ({
      delete: c,
      deletes: chance.list(2, () => ({
        q: { ...filter(chance), n: chance.below(10) },
        limit: chance.percent(90) ? 1 : anyCount(chance),
      })),
    }),
    () => ({
      findAndModify: c,
      query: filter(chance),
      sort: sort(chance),
      ...(chance.percent(70) ? { update: update(chance) } : { remove: true }),
      new: anyValue(chance, 0),
      fields: projection(chance),
      upsert: chance.percent(10),
      ...extras,
    }),
    () => ({ count: c, query: filter(chance), limit: anyCount(chance), skip: anyCount(chance), ...extras }),
    () => ({
      distinct: c,
      key: chance.one<unknown>([...FIELDS, anyValue(chance, 0)]),
      query: filter(chance),
      ...extras,
    }),
    () => ({
      explain: { find: c, filter: filter(chance), sort: sort(chance) },
      verbosity: chance.one<unknown>(['queryPlanner', 'executionStats', 'x']),
    }),
    () => ({
      createIndexes: c,
      indexes: chance.list(2, () => ({
        key: sort(chance),
        name: chance.one(['i1', 'i2', '', '*']),
        ...(chance.percent(30)
          ? {
              [chance.one([
                'unique',
                'sparse',
                'expireAfterSeconds',
                'partialFilterExpression',
                'hidden',
                'collation',
                'wrong',
              ])]: chance.percent(50) ? filter(chance) : anyValue(chance),
            }
          : {}),
      })),
    }),
    () => ({ dropIndexes: c, index: chance.one<unknown>(['*', 'i1', { a: 1 }, ['i1'], anyValue(chance)]) }),
    () => ({
      [chance.one(['listIndexes', 'drop', 'collStats', 'validate', 'create', 'collMod', 'reIndex', 'planCacheClear'])]:
        c,
      ...(chance.percent(30) ? anyDocument(chance) : {}),
    }),
    () => ({
      renameCollection: chance.one<unknown>(['fuzz.c2', 'fuzz.gone', anyValue(chance)]),
      to: chance.one<unknown>(['fuzz.c1', 'fuzz.r', 'x', anyValue(chance)]),
      dropTarget: anyValue(chance, 0),
    }),
    () => ({
      getMore: chance.one<unknown>([1, 1n, anyValue(chance, 0)]),
      collection: c,
      batchSize: anyCount(chance),
    }),
    () => ({ killCursors: c, cursors: chance.list(3, () => anyValue(chance, 1)) }),
    () => ({
      [chance.one([
        'hello',
        'ping',
        'buildInfo',
        'serverStatus',
        'listCollections',
        'listDatabases',
        'dbStats',
        'connectionStatus',
        'getLog',
        'getParameter',
        'hostInfo',
        'endSessions',
        'refreshSessions',
        'killSessions',
        'commitTransaction',
        'abortTransaction',
        'noSuchCommand',
        'isMaster',
        'whatsmyuri',
      ])]: anyValue(chance, 1),
      ...(chance.percent(30) ? anyDocument(chance) : {}),
    }),
  ])();
  return chance.percent(5) ? { ...made, [chance.one(Object.keys(made))]: anyValue(chance) } : made;
}
