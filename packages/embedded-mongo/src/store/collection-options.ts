import { Int32 } from 'bson';
import type { Doc, Value } from '../values/types.js';

/** Limits of a capped collection. */
export interface Cap {
  /** Bytes of BSON. */
  readonly size: number;
  /** Documents; undefined: any number. */
  readonly max?: number;
}

/** The fields that a time series is made of. */
export interface TimeSeries {
  readonly timeField: string;
  readonly metaField?: string;
}

/** What the options of a collection mean to the engine. */
export interface CollectionTraits {
  readonly capped?: Cap;
  readonly timeseries?: TimeSeries;
  /** The name of the clustered index: documents lie, and are listed, in the order of `_id`. */
  readonly clustered?: string;
  /** The collation of every query and index that names none. */
  readonly collation?: Doc;
  /** Documents of a time series end this many seconds after their time, clustered ones after their `_id`. */
  readonly expireAfterSeconds?: number;
}

/** Reads stored options (as listCollections shows them). */
export function traitsOf(options: Doc): CollectionTraits {
  const timeseries = options.get('timeseries');
  const clustered = options.get('clusteredIndex');
  const collation = options.get('collation');
  const expiry = numberOf(options.get('expireAfterSeconds'));
  return {
    ...(options.get('capped') === true ? { capped: capOf(options) } : {}),
    ...(timeseries instanceof Map ? { timeseries: timeSeriesOf(timeseries) } : {}),
    ...(clustered instanceof Map ? { clustered: clustered.get('name') as string } : {}),
    ...(collation instanceof Map ? { collation } : {}),
    ...(expiry === undefined ? {} : { expireAfterSeconds: expiry }),
  };
}

function capOf(options: Doc): Cap {
  const max = numberOf(options.get('max'));
  return { size: numberOf(options.get('size')) ?? 0, ...(max === undefined ? {} : { max }) };
}

function timeSeriesOf(spec: Doc): TimeSeries {
  const metaField = spec.get('metaField');
  return { timeField: spec.get('timeField') as string, ...(typeof metaField === 'string' ? { metaField } : {}) };
}

function numberOf(value: Value | undefined): number | undefined {
  if (value instanceof Int32) return value.value;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' ? value : undefined;
}
