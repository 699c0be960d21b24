import { Int32 } from 'bson';
import { MongoError } from '../errors.js';
import { addIndex } from '../store/catalog-store.js';
import type { CollectionInfo } from '../store/catalog.js';
import { namespaceOf } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import { identicalValues } from '../values/compare.js';
import type { Value } from '../values/types.js';
import { readCollectionOptions } from './collection-options.js';
import type { WriteCommand } from './command.js';
import { createNamed } from './find-target.js';
import { readIndexSpec } from './index-spec.js';

/** https://www.mongodb.com/docs/manual/reference/command/create/ */
export const create: WriteCommand = {
  name: 'create',
  kind: 'write',
  transactional: true,
  options: [
    'capped',
    'size',
    'max',
    'timeseries',
    'clusteredIndex',
    'expireAfterSeconds',
    'collation',
    'changeStreamPreAndPostImages',
  ],
  ignored: ['storageEngine', 'indexOptionDefaults', 'autoIndexId', 'idIndex', 'flags', 'temp'],
  unsupported: ['validator', 'validationLevel', 'validationAction', 'viewOn', 'pipeline', 'encryptedFields'],
  run: (unit, { arguments: args, database, inTransaction }) => {
    const name = args.collection();
    const namespace = namespaceOf(database, name);
    const options = readCollectionOptions(args, namespace);
    const existing = unit.catalog.find(database, name);
    if (existing !== undefined && identicalValues(existing.options, options)) return { ok: 1 };
    if (existing !== undefined)
      throw new MongoError(48, `namespace ${namespace} already exists, but with different options`);
    if (inTransaction && options.has('timeseries'))
      throw new MongoError(263, 'Cannot create a time-series collection in a multi-document transaction.');
    const created = createNamed(unit, database, name, options);
    addTimeSeriesIndex(unit, created);
    return { ok: 1 };
  },
};

/** A time series with a metaField begins with an index of it and the time (MongoDB 6.3). */
function addTimeSeriesIndex(unit: Unit, collection: CollectionInfo): void {
  const { metaField, timeField } = collection.timeseries ?? {};
  if (metaField === undefined || timeField === undefined) return;
  const spec = new Map<string, Value>([
    [
      'key',
      new Map([
        [metaField, new Int32(1)],
        [timeField, new Int32(1)],
      ]),
    ],
    ['name', `${metaField}_1_${timeField}_1`],
  ]);
  addIndex(unit, collection, readIndexSpec(spec, collection));
}
