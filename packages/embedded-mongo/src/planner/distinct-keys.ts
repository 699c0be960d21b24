import { DOCUMENT_COST } from '../flow/pacer.js';
import { PAUSE } from '../flow/pause.js';
import type { Pause } from '../flow/pause.js';
import { encodeKey } from '../keys/encode.js';
import type { KeyField } from '../keys/encode.js';
import { isArrayIndex } from '../matcher/path.js';
import type { CollectionInfo } from '../store/catalog.js';
import { pathValues } from '../store/path-values.js';
import type { Unit } from '../store/unit.js';
import { decode, decodeFields } from '../values/codec.js';
import type { Doc, Value } from '../values/types.js';
import type { Binding, BoundRange } from './bind-source.js';
import { conditionsOf } from './conditions.js';
import { exactBinding } from './count-keys.js';
import { successor } from './intervals.js';
import type { DocumentQuery } from './query-documents.js';
import type { QueryCounters } from './run-plan.js';

/** Going from key to key is given up where so many steps have passed by less than this many entries each. */
const TRIAL_STEPS = 500;
const ENTRIES_PER_STEP = 4;

/** How the different values of a field are found without looking at every document. */
export interface DistinctPlan {
  readonly binding: Binding;
  /** The field's place in the index. */
  readonly place: number;
  readonly path: readonly string[];
}

/** One different value, as one of its documents has it. */
export interface DistinctValue {
  /** Undefined: the field is missing in all documents whose key is that of null. */
  readonly value: Value | undefined;
  /** Documents with the value; 0 unless they were to be counted. */
  readonly count: number;
}

/**
 * Plans a search for different values: one index without arrays bounds all that the query asks, by values before the
 * field and at most a range on it. Undefined when every document has to be looked at.
 */
export function planDistinct(
  unit: Unit,
  collection: CollectionInfo,
  name: string,
  { filter, hint }: DocumentQuery,
): DistinctPlan | undefined {
  const path = name.split('.');
  if (unit.reads !== undefined || filter.collated || path.some(isArrayIndex)) return undefined;
  const placeOf = ({ source }: Binding): number => source.fields.findIndex(([each]) => each === name);
  const binding = exactBinding(collection, conditionsOf(filter), hint, (each) => {
    const place = placeOf(each);
    // An index that leaves documents out must leave out only those that cannot match.
    return place >= 0 && each.points >= place && each.bounds.length <= place + 1;
  });
  return binding === undefined ? undefined : { binding, place: placeOf(binding), path };
}

/**
 * The different values, each once for every range of the plan. Ends with `false` when there are so many that looking
 * at every document is faster; then what was given is worth nothing.
 */
export function* distinctKeys(
  unit: Unit,
  { binding, place, path }: DistinctPlan,
  { filter, deadline, pacer }: DocumentQuery,
  counters: QueryCounters,
  counted: boolean,
): Generator<DistinctValue | Pause, boolean, void> {
  const { connection } = unit;
  const { source } = binding;
  const [, direction] = source.fields[place] as KeyField;
  const fields = new Set([path[0] as string]);
  const countSql = `SELECT count(*) FROM ${source.keys} WHERE key >= ? AND key < ?`;
  let steps = 0;
  for (const range of binding.ranges) {
    if (!range.sure) {
      for (const row of connection.iterate(source.rows.forward, range.lower, range.upper)) {
        const bytes = row[1] as Uint8Array;
        deadline?.check();
        if (pacer?.due(bytes.length + DOCUMENT_COST) === true) yield PAUSE;
        counters.docsExamined += 1;
        const doc = decode(bytes);
        if (filter.matches(doc)) yield { value: valueAt(doc, path), count: 1 };
      }
      continue;
    }
    for (let { lower } = range; ;) {
      deadline?.check();
      if (pacer?.due() === true) yield PAUSE;
      const row = connection.get(`${source.rows.forward} LIMIT 1`, lower, range.upper);
      if (row === undefined) break;
      counters.keysExamined += 1;
      counters.docsExamined += 1;
      const value = valueAt(decodeFields(row[1] as Uint8Array, fields), path);
      const head = headOf(range, place);
      const group = Buffer.concat([head, encodeKey([value], [direction])]);
      const end = successor(group);
      const count = counted ? (connection.get(countSql, group, end)?.[0] as number) : 0;
      yield { value: value === undefined && !counted ? yield* firstPresent(group, end) : value, count };
      lower = end;
      if (++steps === TRIAL_STEPS && passed(range, end) < TRIAL_STEPS * ENTRIES_PER_STEP) return false;
    }
  }
  return true;

  /** Missing fields and null share a key; the first null counts. */
  function* firstPresent(lower: Buffer, upper: Buffer): Generator<Pause, Value | undefined, void> {
    for (const row of connection.iterate(source.rows.forward, lower, upper)) {
      const bytes = row[1] as Uint8Array;
      deadline?.check();
      if (pacer?.due(bytes.length + DOCUMENT_COST) === true) yield PAUSE;
      counters.docsExamined += 1;
      const value = valueAt(decodeFields(bytes, fields), path);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** Entries from the start of the first range to a key; a sum over many ranges is not needed to know "enough". */
  function passed(range: BoundRange, to: Buffer): number {
    const first = binding.ranges[0] as BoundRange;
    const from = first === range ? first.lower : range.lower;
    const known = connection.get(countSql, from, to)?.[0] as number;
    return first === range ? known : Math.max(known, TRIAL_STEPS * ENTRIES_PER_STEP);
  }
}

function headOf(range: BoundRange, place: number): Buffer {
  return place === 0 ? Buffer.alloc(0) : range.lower.subarray(0, range.heads[place - 1]);
}

/** The value at a path without arrays. */
function valueAt(doc: Doc, path: readonly string[]): Value | undefined {
  for (const value of pathValues(doc, path)) return value;
  return undefined;
}
