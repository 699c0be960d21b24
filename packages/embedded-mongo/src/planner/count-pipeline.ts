import { Int32 } from 'bson';
import { isNumeric } from '../values/kinds.js';
import { toExactInteger } from '../values/numbers.js';
import type { Doc, Value } from '../values/types.js';

/** A pipeline that begins with counting: as `countDocuments` sends it, or by the values of a field. */
export interface CountingPipeline {
  /** Skips and limits of the documents that are counted; the last of the kinds that MongoDB applies in order. */
  readonly skip: number;
  readonly limit: number | undefined;
  /** The field whose values make the groups; undefined: one group of all. */
  readonly by: string | undefined;
  /** The group of so many documents; undefined when there is none. */
  readonly group: (value: Value | undefined, count: number) => Doc | undefined;
  readonly rest: readonly Doc[];
}

/** Recognizes `$match` (or nothing), `$skip`, `$limit`, then `$count` or a `$group` that only counts. */
export function countingPipeline(stages: readonly Doc[]): CountingPipeline | undefined {
  let at = 0;
  while (stages[at]?.has('$match') === true) at += 1;
  let skip = 0;
  let limit: number | undefined;
  if (stages[at]?.has('$skip') === true) skip = wholeOf(stages[at++]?.get('$skip'), 0);
  if (stages[at]?.has('$limit') === true) limit = wholeOf(stages[at++]?.get('$limit'), 1);
  if (Number.isNaN(skip) || Number.isNaN(limit)) return undefined;
  const counting = groupOf(stages[at]);
  if (counting === undefined || (counting.by !== undefined && (skip > 0 || limit !== undefined))) return undefined;
  return { skip, limit, ...counting, rest: stages.slice(at + 1) };
}

function wholeOf(value: Value | undefined, least: number): number {
  const whole = isNumeric(value) ? toExactInteger(value) : undefined;
  return whole === undefined || whole < least || whole > Number.MAX_SAFE_INTEGER ? NaN : Number(whole);
}

function groupOf(stage: Doc | undefined): Pick<CountingPipeline, 'by' | 'group'> | undefined {
  if (stage?.size !== 1) return undefined;
  const name = stage.get('$count');
  if (typeof name === 'string' && name !== '' && !/[.$\0]/.test(name))
    return { by: undefined, group: (_value, n) => (n === 0 ? undefined : new Map([[name, countValue(n)]])) };
  const spec = stage.get('$group');
  if (!(spec instanceof Map) || !spec.has('_id')) return undefined;
  const by = idOf(spec.get('_id') as Value);
  const totals = [...spec].filter(([field]) => field !== '_id');
  if (by === undefined || !totals.every(([field, value]) => isCount(value) && !/^\$|\./.test(field))) return undefined;
  return {
    by: by.path,
    group: (value, n) =>
      n === 0
        ? undefined
        : new Map<string, Value>([
            ['_id', by.path === undefined ? by.constant : value === undefined ? null : value],
            ...totals.map(([field]): [string, Value] => [field, countValue(n)]),
          ]),
  };
}

/** A constant, or the path of a field. */
function idOf(id: Value): { path: string | undefined; constant: Value } | undefined {
  if (typeof id === 'string' && id.startsWith('$'))
    return /^\$[^$.]+(\.[^$.]+)*$/.test(id) ? { path: id.slice(1), constant: null } : undefined;
  const isConstant = id === null || typeof id !== 'object' || id instanceof Int32;
  return isConstant ? { path: undefined, constant: id } : undefined;
}

/** `{$sum: 1}` and `{$count: {}}`. */
function isCount(value: Value): boolean {
  if (!(value instanceof Map) || value.size !== 1) return false;
  const counted = value.get('$count');
  if (counted instanceof Map) return counted.size === 0;
  const summed = value.get('$sum');
  return summed instanceof Int32 && summed.value === 1;
}

function countValue(n: number): Value {
  return n <= 0x7fffffff ? new Int32(n) : BigInt(n);
}
