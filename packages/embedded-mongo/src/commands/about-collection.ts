import { Int32 } from 'bson';
import { MongoError, unsupported } from '../errors.js';
import { countValue } from '../pipeline/stages/simple.js';
import { collectionTable } from '../store/catalog-store.js';
import { namespaceOf } from '../store/catalog.js';
import type { CollectionInfo } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import { kindName } from '../values/kinds.js';
import type { Doc, Value } from '../values/types.js';
import type { CommandRequest } from './command.js';

/** The documents of `$collStats` (counts) and `$indexStats`, which tell about a collection; undefined for other stages. */
export function aboutCollection(
  unit: Unit,
  request: CommandRequest,
  collection: CollectionInfo | undefined,
  stage: string,
  spec: Value,
): Iterable<Doc> | undefined {
  if (stage === '$collStats') return [collectionStatistics(unit, request, collection, spec)];
  if (stage === '$indexStats') return indexStatistics(request, collection, spec);
  return undefined;
}

function collectionStatistics(
  unit: Unit,
  request: CommandRequest,
  collection: CollectionInfo | undefined,
  spec: Value,
): Doc {
  if (!(spec instanceof Map))
    throw new MongoError(5447000, `$collStats must take a nested object but found: ${kindName(spec)}`);
  for (const name of spec.keys()) if (name !== 'count') throw unsupported(`The option ${name} of $collStats`);
  const { database, client, now, arguments: args } = request;
  if (collection === undefined)
    throw new MongoError(26, `Collection [${namespaceOf(database, args.collection())}] not found.`);
  const out: Doc = new Map<string, Value>([
    ['ns', namespaceOf(database, collection.name)],
    ['host', client.address],
    ['localTime', now],
  ]);
  if (spec.has('count')) {
    const row = unit.connection.get(`SELECT count(*) FROM ${collectionTable(collection)}`);
    out.set('count', countValue(row?.[0] as number));
  }
  return out;
}

/** Accesses are not counted here, so that every index has had none since the engine started. */
function indexStatistics(
  { client, engine }: CommandRequest,
  collection: CollectionInfo | undefined,
  spec: Value,
): Doc[] {
  if (!(spec instanceof Map) || spec.size > 0)
    throw new MongoError(28803, 'The $indexStats stage specification must be an empty object');
  if (collection === undefined) return [];
  const idIndex: Doc = new Map<string, Value>([
    ['v', new Int32(2)],
    ['key', new Map([['_id', new Int32(1)]])],
    ['name', '_id_'],
  ]);
  return [idIndex, ...collection.indexes.map(({ definition }) => definition)].map(
    (definition) =>
      new Map<string, Value>([
        ['name', definition.get('name') ?? null],
        ['key', definition.get('key') ?? null],
        ['host', client.address],
        [
          'accesses',
          new Map<string, Value>([
            ['ops', 0n],
            ['since', engine.startedAt],
          ]),
        ],
        ['spec', definition],
      ]),
  );
}
