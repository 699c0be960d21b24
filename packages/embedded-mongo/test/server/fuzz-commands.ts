import type { Document } from 'bson';
import { UPDATE, NAMES } from './fuzz-names.js';
import { expression, filter, sort, projection } from './fuzz-parts.js';
import { stage } from './fuzz-stages.js';
import { FIELDS, anyCount, anyDocument, anyValue, fieldName, storedDocument } from './fuzz-values.js';
import type { Chance } from './fuzz-values.js';

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
