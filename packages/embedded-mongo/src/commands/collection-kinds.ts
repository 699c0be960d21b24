import { MongoError } from '../errors.js';
import type { CollectionInfo } from '../store/catalog.js';
import type { Doc, Value } from '../values/types.js';

/** Refuses writing to a capped collection, or to a time series, inside a transaction. Throws 263. */
export function assertWritableInTransaction(collection: CollectionInfo, inTransaction: boolean): void {
  if (!inTransaction) return;
  const namespace = `${collection.database}.${collection.name}`;
  if (collection.capped !== undefined) {
    throw new MongoError(
      263,
      `Collection '${namespace}' is a capped collection. Writes in transactions are not allowed on capped collections.`,
    );
  }
  if (collection.timeseries !== undefined)
    throw new MongoError(263, `Cannot write to time-series collection ${namespace} in a multi-document transaction`);
}

/** What MongoDB 7.0 lets indexes of a time series be. Throws 72. */
export function assertIndexOfTimeSeries(collection: CollectionInfo, definition: Doc): void {
  if (collection.timeseries === undefined) return;
  const refuse = (what: string): never => {
    throw new MongoError(72, `${what} indexes are not supported on time-series collections`);
  };
  if (definition.has('unique')) refuse('Unique');
  if (definition.has('sparse')) refuse('Sparse');
  const key = definition.get('key') as Doc;
  if ([...key.values()].includes('hashed')) refuse('Hashed');
  if (definition.has('expireAfterSeconds') && !definition.has('partialFilterExpression')) refuse('TTL');
}

/**
 * What MongoDB 7.0 lets updates of a time series be: of many, without upsert, by operators, about the metaField alone
 * in condition and change. Throws 72.
 */
export function assertUpdateOfTimeSeries(collection: CollectionInfo, statement: Doc): void {
  if (collection.timeseries === undefined) return;
  const { metaField } = collection.timeseries;
  const change = statement.get('u');
  if (metaField === undefined) throw refusedUpdate('that does not have a metaField');
  if (statement.get('multi') !== true)
    throw new MongoError(72, 'Cannot perform a non-multi update on a time-series collection');
  if (statement.get('upsert') === true)
    throw new MongoError(72, 'Cannot perform an upsert on a time-series collection');
  if (!(change instanceof Map)) throw refusedUpdate('with a pipeline');
  if (!concernsOnly(statement.get('q'), metaField))
    throw refusedUpdate(`when querying on a field that is not the metaField '${metaField}'`);
  for (const [operator, fields] of change) {
    if (!operator.startsWith('$')) throw refusedUpdate('with a replacement document');
    const paths = fields instanceof Map ? [...fields.keys()] : [];
    const targets = operator === '$rename' && fields instanceof Map ? [...fields.values()] : [];
    if (![...paths, ...targets].every((path) => typeof path === 'string' && isWithin(path, metaField)))
      throw refusedUpdate(`which updates a field that is not the metaField '${metaField}'`);
  }
}

/** findAndModify cannot be used on a time series. Throws 72. */
export function assertNoTimeSeries(collection: CollectionInfo | undefined, command: string): void {
  if (collection?.timeseries !== undefined)
    throw new MongoError(72, `Cannot perform ${command} on a time-series collection`);
}

function concernsOnly(filter: Value | undefined, field: string): boolean {
  if (!(filter instanceof Map)) return false;
  return [...filter].every(([path, condition]) => {
    if (!path.startsWith('$')) return isWithin(path, field);
    return Array.isArray(condition) && condition.every((branch) => concernsOnly(branch, field));
  });
}

function isWithin(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`);
}

function refusedUpdate(why: string): MongoError {
  return new MongoError(72, `Cannot perform an update on a time-series collection ${why}`);
}
