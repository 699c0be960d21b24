import { BSONSymbol, Decimal128, Int32, ObjectId, Timestamp } from 'bson';

import type { Value } from '../../values/types.js';

/** A double as MongoDB prints it: plain from 1e-4 to 1e16, otherwise with a two-digit exponent. */
export function doubleText(d: number): string {
  if (Number.isNaN(d)) return 'NaN';
  if (!Number.isFinite(d)) return d > 0 ? 'Infinity' : '-Infinity';
  if (Object.is(d, -0)) return '-0';
  const magnitude = Math.abs(d);
  if (d === 0 || (magnitude >= 1e-4 && magnitude < 1e16)) return String(d);
  const [mantissa, exponent] = d.toExponential().split('e') as [string, string];
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

/** The text of a scalar; undefined for values that have none. */
export function toText(v: Value): string | undefined {
  switch (typeof v) {
    case 'string':
      return v;
    case 'number':
      return doubleText(v);
    case 'boolean':
    case 'bigint':
      return String(v);
    default:
      return objectText(v);
  }
}

function objectText(v: Exclude<Value, string | number | boolean | bigint>): string | undefined {
  if (v instanceof Int32) return String(v.value);
  if (v instanceof Decimal128) return v.toString();
  if (v instanceof ObjectId) return v.toHexString();
  if (v instanceof Date) return v.toISOString();
  if (v instanceof BSONSymbol) return v.value;
  if (v instanceof Timestamp) return `Timestamp(${v.getHighBitsUnsigned()}, ${v.getLowBitsUnsigned()})`;
  return undefined;
}
