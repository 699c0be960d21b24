import { MongoError } from '../../errors.js';
import { PAUSE, type Flow, type Pause } from '../../flow/pause.js';
import { SortBuffer } from '../../flow/sort-buffer.js';
import { addNumbers } from '../../values/arithmetic.js';
import { canonicalKey, compareValues } from '../../values/compare.js';
import { isNullish, isNumeric, kindName } from '../../values/kinds.js';
import { toDouble, type Numeric } from '../../values/numbers.js';
import type { Doc, Value } from '../../values/types.js';
import { addUnits } from '../expression/date-arithmetic.js';
import type { Unit } from '../expression/date-arguments.js';
import { parsePath } from '../expression/field-path.js';
import { UTC } from '../expression/time-zone.js';
import { approximateSize, type MemoryMeter } from '../memory.js';
import { densifySpec, type DensifySpec } from './densify-spec.js';
import { plainValueAt, withPath } from './paths.js';
import type { StageCompiler, StageContext } from './stage.js';

/** Most documents that one stage makes up. */
const MOST_GENERATED = 500_000;
const ENTRY_BYTES = 120;

interface Entry {
  readonly partition: Value[];
  readonly value: Value;
  readonly doc: Doc;
}

/** `$densify`: documents for the values that are missing between those there are. */
export const densify: StageCompiler = (spec, ctx) => {
  const parsed = densifySpec(spec);
  const path = parsePath(parsed.field);
  const partitionPaths = parsed.partitionByFields.map((name) => parsePath(name));
  ctx.scope.dependencies.wholeDocument = true;
  return {
    resets: false,
    *run(input) {
      const meter = ctx.env.memory.meter('$densify');
      try {
        yield* fillGaps(input, parsed, path, partitionPaths, ctx, meter);
      } finally {
        meter.end();
      }
    },
  };
};

function* fillGaps(
  input: Flow<Doc>,
  spec: DensifySpec,
  path: readonly string[],
  partitionPaths: readonly string[][],
  { env }: StageContext,
  meter: MemoryMeter,
): Generator<Doc | Pause, void, void> {
  const buffer = new SortBuffer<Entry>(
    (a, b) => compareValues(a.partition, b.partition) || compareValues(a.value, b.value),
  );
  let least: Value | undefined;
  let greatest: Value | undefined;
  for (const doc of input) {
    if (doc === PAUSE) {
      yield PAUSE;
      continue;
    }
    const value = plainValueAt(doc, path);
    if (isNullish(value)) {
      yield doc;
      continue;
    }
    assertKind(value, spec.unit);
    meter.add(approximateSize(doc) + ENTRY_BYTES);
    buffer.add({ partition: partitionPaths.map((p) => plainValueAt(doc, p) ?? null), value, doc });
    if (least === undefined || compareValues(value, least) < 0) least = value;
    if (greatest === undefined || compareValues(value, greatest) > 0) greatest = value;
  }
  const due = (): boolean => env.pacer.due();
  let generated = 0;
  const made = (partition: readonly Value[], value: Value): Doc => {
    generated += 1;
    if (generated > MOST_GENERATED)
      throw new MongoError(
        5897900,
        `Generated ${generated} documents in $densify, which is over the limit of ${MOST_GENERATED}.`,
      );
    const keys = partitionPaths.reduce((doc, p, i) => withPath(doc, p, partition[i]), new Map<string, Value>());
    return withPath(keys, path, value);
  };
  const rangeOf = (first: Value): Range => {
    if (Array.isArray(spec.bounds))
      return { start: spec.bounds[0] as Value, end: spec.bounds[1] as Value, inclusive: false };
    if (spec.bounds === 'full') return { start: least as Value, end: greatest, inclusive: true };
    return { start: first, end: undefined, inclusive: false };
  };
  let partition: PartitionGaps | undefined;
  for (const entry of buffer.drain(env.pacer)) {
    if (entry === PAUSE) {
      yield PAUSE;
      continue;
    }
    const key = canonicalKey(entry.partition);
    if (partition?.key !== key) {
      if (partition !== undefined) yield* partition.finish(made, due);
      partition = new PartitionGaps(key, entry.partition, rangeOf(entry.value), spec);
    }
    yield* partition.before(entry.value, made, due);
    yield entry.doc;
  }
  if (partition !== undefined) yield* partition.finish(made, due);
  else if (Array.isArray(spec.bounds) && partitionPaths.length === 0) {
    const [start, end] = spec.bounds as [Value, Value];
    const alone = new PartitionGaps('', [], { start, end, inclusive: false }, spec);
    yield* alone.finish(made, due);
  }
}

interface Range {
  readonly start: Value;
  /** Undefined: the greatest value of the partition. */
  readonly end: Value | undefined;
  readonly inclusive: boolean;
}

type Make = (partition: readonly Value[], value: Value) => Doc;

/** The grid of one partition: the start and every step after it. */
class PartitionGaps {
  #step = 0;
  #at: Value;

  constructor(
    readonly key: string,
    private readonly partition: readonly Value[],
    private readonly range: Range,
    private readonly spec: DensifySpec,
  ) {
    this.#at = range.start;
  }

  /** Documents for the places of the grid below a value; a place that the value itself takes is passed. */
  *before(value: Value, make: Make, due: () => boolean): Generator<Doc | Pause, void, void> {
    for (;;) {
      const place = this.#at;
      const order = compareValues(place, value);
      if (order > 0 || !this.#isInside(place)) return;
      this.#advance();
      if (order === 0) return;
      if (due()) yield PAUSE;
      yield make(this.partition, place);
    }
  }

  /** Documents for the rest of the grid. */
  *finish(make: Make, due: () => boolean): Generator<Doc | Pause, void, void> {
    if (this.range.end === undefined) return;
    for (let place = this.#at; this.#isInside(place); place = this.#at) {
      this.#advance();
      if (due()) yield PAUSE;
      yield make(this.partition, place);
    }
  }

  #isInside(place: Value): boolean {
    const { end, inclusive } = this.range;
    if (end === undefined) return true;
    const order = compareValues(place, end);
    return inclusive ? order <= 0 : order < 0;
  }

  #advance(): void {
    const { start } = this.range;
    const { step, unit } = this.spec;
    this.#step += 1;
    if (start instanceof Date)
      this.#at = new Date(addUnits(start.getTime(), unit as Unit, toDouble(step) * this.#step, UTC));
    else this.#at = addNumbers(this.#at as Numeric, step) ?? toDouble(this.#at as Numeric) + toDouble(step);
  }
}

function assertKind(value: Value, unit: Unit | undefined): void {
  if (!isNumeric(value) && !(value instanceof Date))
    throw new MongoError(5733201, `Densify field type must be numeric or date, but found ${kindName(value)}`);
  if (value instanceof Date && unit === undefined)
    throw new MongoError(6053600, 'Encountered date when numeric values are expected, as the step has no unit');
  if (isNumeric(value) && unit !== undefined)
    throw new MongoError(6053601, 'Encountered numeric value when dates are expected, as the step has a unit');
}
