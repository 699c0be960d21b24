import { Int32 } from 'bson';
import type { Direction, KeyField } from '../keys/encode.js';
import type { Doc, Value } from '../values/types.js';
import type { CollectionInfo, IndexInfo } from './catalog.js';

/** Turns a stored or freshly validated index definition into what the engine works with. */
export function toIndexInfo(id: number, definition: Doc, multikey: boolean): IndexInfo {
  const key = definition.get('key') as Doc;
  const partialFilter = definition.get('partialFilterExpression');
  const collation = definition.get('collation');
  const expiry = definition.get('expireAfterSeconds');
  return {
    id,
    name: definition.get('name') as string,
    fields: [...key].map(([path, direction]): KeyField => [path, directionOf(direction)]),
    unique: definition.get('unique') === true,
    sparse: definition.get('sparse') === true,
    ...(partialFilter instanceof Map ? { partialFilter } : {}),
    ...(expiry === undefined ? {} : { expireAfterSeconds: Number(expiry instanceof Int32 ? expiry.value : expiry) }),
    ...(collation instanceof Map ? { collation } : {}),
    hidden: definition.get('hidden') === true,
    unlisted: isUnlisted(definition),
    hashed: [...key].filter(([, kind]) => kind === 'hashed').map(([path]) => path),
    multikey,
    definition,
  };
}

/** Wildcard indexes, and those of a collation, whose order the keys do not follow. */
function isUnlisted(definition: Doc): boolean {
  const key = definition.get('key') as Doc;
  return definition.has('collation') || [...key.keys()].some((path) => path === '$**' || path.endsWith('.$**'));
}

/** The definition of the index of `_id`, which every collection has but a time series. */
export function idIndexDefinition({ clustered, options }: CollectionInfo): Doc {
  const collation = options.get('collation');
  return new Map<string, Value>([
    ['v', new Int32(2)],
    ['key', new Map([['_id', new Int32(1)]])],
    ['name', clustered ?? '_id_'],
    ...(clustered === undefined
      ? []
      : ([
          ['unique', true],
          ['clustered', true],
        ] as const)),
    ...(collation === undefined ? [] : ([['collation', collation]] as const)),
  ]);
}

function directionOf(value: Value): Direction {
  return Number(value instanceof Int32 ? value.value : value) < 0 ? -1 : 1;
}
