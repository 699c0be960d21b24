import { BSONRegExp } from 'bson';
import type { ComponentBounds } from '../keys/encode.js';
import type { SimpleConstraint } from '../matcher/index.js';
import { compareValues } from '../values/compare.js';
import { UNDEFINED } from '../values/types.js';
import type { Value } from '../values/types.js';

/** What the conditions on one path allow an index to look up. */
export interface FieldBounds {
  /** Values of which one must be met, from `$eq` or `$in`. */
  readonly points?: readonly Value[];
  readonly range?: ComponentBounds;
}

/** Most values of an `$in` for which an index is searched value by value. */
const MAX_POINTS = 2000;

/**
 * Chooses index bounds for one path. With `intersect` false (several keys per document) only one bound may
 * be used, because each condition can be met by another array element.
 */
export function fieldBounds(constraints: readonly SimpleConstraint[], intersect: boolean): FieldBounds | undefined {
  const points = pointsOf(constraints);
  if (points !== undefined) return { points };
  const bounds: { -readonly [name in keyof ComponentBounds]: ComponentBounds[name] } = {};
  let kind: string | undefined;
  for (const constraint of constraints) {
    if (constraint.op === 'eq' || constraint.op === 'in' || !isRangeable(constraint.value)) continue;
    const valueKind = kindOf(constraint.value);
    if (kind !== undefined && (!intersect || kind !== valueKind || bounds[constraint.op] !== undefined)) continue;
    if (isSecondOfSide(bounds, constraint.op)) continue;
    kind = valueKind;
    bounds[constraint.op] = constraint.value;
  }
  return kind === undefined ? undefined : { range: bounds };
}

function isSecondOfSide(bounds: ComponentBounds, op: 'gt' | 'gte' | 'lt' | 'lte'): boolean {
  const lower = bounds.gt !== undefined || bounds.gte !== undefined;
  const upper = bounds.lt !== undefined || bounds.lte !== undefined;
  return op === 'gt' || op === 'gte' ? lower : upper;
}

function pointsOf(constraints: readonly SimpleConstraint[]): readonly Value[] | undefined {
  let best: readonly Value[] | undefined;
  for (const constraint of constraints) {
    const values = constraint.op === 'eq' ? [constraint.value] : constraint.op === 'in' ? constraint.value : undefined;
    if (values === undefined || values.length > MAX_POINTS || !values.every(isPoint)) continue;
    const widened = values.flatMap((value) => (value === null ? [null, UNDEFINED] : [value]));
    if (best === undefined || widened.length < best.length) best = widened;
  }
  return best === undefined ? undefined : [...best].sort(compareValues);
}

/** Arrays are matched whole and by element, regular expressions by text: an index point serves neither. */
function isPoint(value: Value): boolean {
  return !Array.isArray(value) && !(value instanceof BSONRegExp);
}

function isRangeable(value: Value): boolean {
  return kindOf(value) !== 'other';
}

/** Types for which `<` and `>` mean one continuous range of keys. */
function kindOf(value: Value): string {
  if (typeof value === 'string') return 'string';
  if (value instanceof Date) return 'date';
  if (typeof value === 'number') return Number.isNaN(value) ? 'other' : 'number';
  if (typeof value === 'bigint') return 'number';
  if (typeof value !== 'object' || value === null || value instanceof Map || Array.isArray(value)) return 'other';
  const name = (value as { _bsontype?: unknown })._bsontype;
  if (name === 'Int32' || name === 'Double' || name === 'Long') return 'number';
  return name === 'ObjectId' ? 'objectId' : 'other';
}
