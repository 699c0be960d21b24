import { BSONRegExp, Int32, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import type { Value } from '../values/types.js';
import type { Binding } from './bind-source.js';
import { EdgeText } from './intervals.js';
import type { Cut, Interval } from './intervals.js';

const ALL = '[MinKey, MaxKey]';

/** The bounds of each field of an index as explain writes them: `["a", "b")`. Backward scans read from the end. */
export function describeBounds({ source, bounds }: Binding, reverse: boolean): Record<string, string[]> {
  const out: Record<string, string[]> = {};
  source.fields.forEach(([path, direction], i) => {
    const down = (direction === -1) !== reverse;
    const texts = bounds[i]?.map((each) => describeInterval(each, down)) ?? [down ? '[MaxKey, MinKey]' : ALL];
    out[path] = down ? texts.reverse() : texts;
  });
  return out;
}

function describeInterval({ low, high }: Interval, down: boolean): string {
  const [start, end] = [`${low.after ? '(' : '['}`, `${high.after ? ']' : ')'}`];
  if (!down) return `${start}${describeCut(low)}, ${describeCut(high)}${end}`;
  return `${end === ']' ? '[' : '('}${describeCut(high)}, ${describeCut(low)}${start === '[' ? ']' : ')'}`;
}

function describeCut({ at }: Cut): string {
  return at instanceof EdgeText ? at.text : describeValue(at);
}

function describeValue(v: Value): string {
  if (v === null) return 'null';
  if (typeof v === 'string') return JSON.stringify(v);
  if (typeof v === 'number') return describeDouble(v);
  if (typeof v === 'boolean' || typeof v === 'bigint') return String(v);
  if (v instanceof Int32) return String(v.value);
  if (v instanceof Date) return `new Date(${v.getTime()})`;
  if (v instanceof ObjectId) return `ObjectId('${v.toHexString()}')`;
  if (v instanceof Timestamp) return `Timestamp(${v.getHighBitsUnsigned()}, ${v.getLowBitsUnsigned()})`;
  if (v instanceof MinKey) return 'MinKey';
  if (v instanceof MaxKey) return 'MaxKey';
  if (v instanceof BSONRegExp) return `/${v.pattern}/${v.options}`;
  if (Array.isArray(v)) return v.length === 0 ? '[]' : `[ ${v.map(describeValue).join(', ')} ]`;
  if (v instanceof Map)
    return v.size === 0 ? '{}' : `{ ${[...v].map(([k, e]) => `${k}: ${describeValue(e)}`).join(', ')} }`;
  return 'undefined' in v || !('toString' in v) ? 'undefined' : describeOther(v);
}

function describeOther(v: object): string {
  const name = (v as { _bsontype?: string })._bsontype;
  return name === undefined ? 'undefined' : JSON.stringify(v);
}

function describeDouble(v: number): string {
  if (Number.isNaN(v)) return 'nan';
  if (!Number.isFinite(v)) return v > 0 ? 'inf.0' : '-inf.0';
  return Number.isInteger(v) ? `${v}.0` : String(v);
}
