import type { KeyRange } from '../keys/encode.js';
import type { Condition, Conjunction } from './conditions.js';
import { bytesOf, intersection } from './intervals.js';
import type { Intervals } from './intervals.js';
import type { KeySource } from './key-source.js';
import { isPromised } from './usable-index.js';

/** Most ranges that several lists of values together may make. */
const MAX_PRODUCT = 2000;
const NO_BYTES = Buffer.alloc(0);

/** One range of keys to be read. */
export interface BoundRange extends KeyRange {
  /** All documents found in it match, if the bounds are all that the query asks. */
  readonly sure: boolean;
  /** Where the components end that are bound to values: bytes from the start of the key. */
  readonly heads: readonly number[];
}

/** How a query is looked up in one source. */
export interface Binding {
  readonly source: KeySource;
  /** In the order of the keys, without overlaps. */
  readonly ranges: readonly BoundRange[];
  /** What bounds each leading field, for explain. */
  readonly bounds: readonly Intervals[];
  /** Leading fields bound to exactly one value. */
  readonly equalities: number;
  /** Leading fields bound to values, one or many. */
  readonly points: number;
  /** Paths whose conditions bound the keys. */
  readonly used: readonly string[];
  /** How many ranges there are; 0: nothing can match. */
  readonly rangeCount: number;
  /** The bounds are all that the query asks: documents in sure ranges need not be looked at. */
  readonly exact: boolean;
}

/** Finds which leading fields of a source the conditions of a query bound. Bounds without intervals: nothing matches. */
export function bindSource(source: KeySource, query: Conjunction): Binding {
  const { fields, multikey } = source;
  const roots = multikey ? new Set<string>() : undefined;
  const used: string[] = [];
  const bounds: Intervals[] = [];
  let rangeCount = 1;
  let equalities = 0;
  let points = 0;
  for (const [path] of fields) {
    const conditions = query.paths.get(path);
    if (conditions === undefined) break;
    // Conditions on two fields of an array's elements may be met by different elements.
    const root = path.split('.', 1)[0] as string;
    if (roots?.has(root) === true) break;
    const intervals = multikey ? narrowest(conditions) : allOf(conditions);
    if (intervals === undefined || (rangeCount > 1 && rangeCount * intervals.length > MAX_PRODUCT)) break;
    roots?.add(root);
    used.push(path);
    bounds.push(intervals);
    rangeCount *= intervals.length;
    if (!intervals.every(({ point }) => point)) break;
    if (equalities === points && intervals.length === 1) equalities += 1;
    points += 1;
  }
  const exact = !multikey && query.complete && query.choices.length === 0 && isAllUsed(source, query, used);
  return new SourceBinding(source, bounds, used, equalities, points, exact, rangeCount);
}

/** Makes its ranges when they are asked for: most bindings are only compared with others. */
class SourceBinding implements Binding {
  #ranges: readonly BoundRange[] | undefined;

  constructor(
    readonly source: KeySource,
    readonly bounds: readonly Intervals[],
    readonly used: readonly string[],
    readonly equalities: number,
    readonly points: number,
    readonly exact: boolean,
    readonly rangeCount: number,
  ) {}

  get ranges(): readonly BoundRange[] {
    this.#ranges ??= this.#bind();
    return this.#ranges;
  }

  #bind(): readonly BoundRange[] {
    if (this.bounds.length === 0) return [whole()];
    let ranges: readonly BoundRange[] = [{ lower: NO_BYTES, upper: NO_BYTES, sure: true, heads: [] }];
    this.bounds.forEach((intervals, i) => {
      ranges = extend(ranges, intervals, this.source.fields[i]?.[1] === -1);
    });
    return ranges;
  }
}

function whole(): BoundRange {
  return { lower: NO_BYTES, upper: Buffer.from([0xff]), sure: true, heads: [] };
}

/** With one key per document every condition bounds it. */
function allOf(conditions: readonly Condition[]): Intervals {
  let out = (conditions[0] as Condition).intervals;
  for (let i = 1; i < conditions.length; i++) out = intersection(out, (conditions[i] as Condition).intervals);
  return out;
}

/** With several keys only one condition may bound them, because each can be met by another array element. */
function narrowest(conditions: readonly Condition[]): Intervals | undefined {
  let best: Intervals | undefined;
  for (const { intervals, negated } of conditions) {
    if (!negated && (best === undefined || breadth(intervals) < breadth(best))) best = intervals;
  }
  return best;
}

/** Points before ranges, ranges with two ends before others. */
function breadth(intervals: Intervals): number {
  if (intervals.every(({ point }) => point)) return intervals.length;
  return 1_000_000 + intervals.filter(({ low, high }) => low.bytes.length === 1 || high.bytes.length === 1).length;
}

function extend(ranges: readonly BoundRange[], intervals: Intervals, descending: boolean): BoundRange[] {
  const parts = intervals.map((each) => ({ ...bytesOf(each, descending), sure: each.sure, point: each.point }));
  if (descending) parts.reverse();
  const out: BoundRange[] = [];
  for (const { lower: head, sure, heads } of ranges) {
    for (const part of parts) {
      const lower = head.length === 0 ? part.lower : Buffer.concat([head, part.lower]);
      const upper = head.length === 0 ? part.upper : Buffer.concat([head, part.upper]);
      out.push({
        lower,
        upper,
        sure: sure && part.sure,
        heads: part.point ? [...heads, lower.length] : heads,
      });
    }
  }
  return out;
}

function isAllUsed(source: KeySource, query: Conjunction, used: readonly string[]): boolean {
  for (const [path, conditions] of query.paths) {
    if (!used.includes(path) && !conditions.every((each) => isPromised(source, path, each))) return false;
  }
  return true;
}
