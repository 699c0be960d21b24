import { MongoError, unsupported } from '../../errors.js';
import { PAUSE } from '../../flow/pause.js';
import { SortBuffer } from '../../flow/sort-buffer.js';
import { compareValues } from '../../values/compare.js';
import { isNumeric, kindName } from '../../values/kinds.js';
import { toDouble, toExactInteger } from '../../values/numbers.js';
import type { Doc, Value } from '../../values/types.js';
import { compileAccumulator, type DocAccumulator } from '../group-accumulators.js';
import { approximateSize } from '../memory.js';
import { COUNT, isExpression } from './buckets.js';
import { outputFields } from './group.js';
import { ROUNDERS, type Rounder } from './granularity.js';
import type { StageCompiler } from './stage.js';

interface Entry {
  readonly value: Value;
  readonly doc: Doc;
}

/** A bucket that is being filled. */
interface Bucket {
  min: Value;
  max: Value;
  size: number;
  readonly totals: readonly DocAccumulator[];
}

const OPTIONS = new Set(['groupBy', 'buckets', 'output', 'granularity']);
const ENTRY_BYTES = 80;

/** `$bucketAuto`: so many groups of neighbouring values, of about the same size. Equal values stay together. */
export const bucketAuto: StageCompiler = (spec, ctx) => {
  if (!(spec instanceof Map))
    throw new MongoError(40240, `The argument to $bucketAuto must be an object, but found type: ${kindName(spec)}`);
  for (const name of spec.keys())
    if (!OPTIONS.has(name)) throw new MongoError(40245, `Unrecognized option to $bucketAuto: ${name}`);
  const by = spec.get('groupBy');
  const count = spec.get('buckets');
  if (by === undefined || count === undefined)
    throw new MongoError(40246, "$bucketAuto requires 'groupBy' and 'buckets' to be specified");
  if (!isExpression(by))
    throw new MongoError(
      40239,
      "The $bucketAuto 'groupBy' field must be defined as a $-prefixed path or an expression object",
    );
  const wanted = bucketCount(count);
  const output = spec.get('output');
  if (output !== undefined && !(output instanceof Map))
    throw new MongoError(
      40244,
      `The $bucketAuto 'output' field must be an object, but found type: ${kindName(output)}`,
    );
  const rounder = rounderOf(spec.get('granularity'));
  const { scope, env } = ctx;
  const valueOf = scope.compile(by);
  const fields = output === undefined ? [COUNT] : outputFields(output);
  const outputs = fields.map(([name, value]) => ({ name, create: compileAccumulator(name, value, scope) }));
  const start = (value: Value): Bucket => ({ min: value, max: value, size: 0, totals: outputs.map((o) => o.create()) });
  return {
    resets: true,
    *run(input) {
      const meter = env.memory.meter('$bucketAuto');
      try {
        const buffer = new SortBuffer<Entry>((a, b) => compareValues(a.value, b.value));
        let documents = 0;
        for (const doc of input) {
          if (doc === PAUSE) {
            yield PAUSE;
            continue;
          }
          const v = valueOf(doc);
          if (rounder !== undefined) assertRoundable(v);
          meter.add(approximateSize(doc) + ENTRY_BYTES);
          buffer.add({ value: v === undefined ? null : v, doc });
          documents += 1;
        }
        const each = Math.max(1, Math.round(documents / wanted));
        let bucket: Bucket | undefined;
        let given = 0;
        for (const entry of buffer.drain(env.pacer)) {
          if (entry === PAUSE) {
            yield PAUSE;
            continue;
          }
          if (bucket === undefined) {
            bucket = start(entry.value);
            if (rounder !== undefined) bucket.min = rounder.down(entry.value);
          } else if (bucket.size >= each && given < wanted - 1 && isBeyond(entry.value, bucket, rounder)) {
            const limit = limitOf(bucket, entry.value, rounder);
            yield finish({ ...bucket, max: limit });
            given += 1;
            bucket = start(entry.value);
            if (rounder !== undefined) bucket.min = limit;
          }
          bucket.max = entry.value;
          bucket.size += 1;
          for (const total of bucket.totals) meter.add(total.add(entry.doc));
        }
        if (bucket !== undefined)
          yield finish(rounder === undefined ? bucket : { ...bucket, max: rounder.up(bucket.max) });
      } finally {
        meter.end();
      }
    },
  };

  function finish({ min, max, totals }: Bucket): Doc {
    const id: Doc = new Map([
      ['min', min],
      ['max', max],
    ]);
    const out: Doc = new Map<string, Value>([['_id', id]]);
    outputs.forEach(({ name }, i) => {
      const v = totals[i]?.result();
      out.set(name, v === undefined ? null : v);
    });
    return out;
  }
};

/** Whether the next value belongs to a new bucket once this one is full. */
function isBeyond(next: Value, bucket: Bucket, rounder: Rounder | undefined): boolean {
  if (compareValues(next, bucket.max) === 0) return false;
  return rounder === undefined || compareValues(rounder.up(bucket.max), next) <= 0;
}

/** The exclusive end of a bucket: the next value, or the rounded greatest one. */
function limitOf(bucket: Bucket, next: Value, rounder: Rounder | undefined): Value {
  if (rounder === undefined) return next;
  const limit = rounder.up(bucket.max);
  return isNumeric(limit) && toDouble(limit) === 0 ? rounder.down(next) : limit;
}

function bucketCount(v: Value): number {
  if (!isNumeric(v))
    throw new MongoError(
      40241,
      `The $bucketAuto 'buckets' field must be a numeric value, but found type: ${kindName(v)}`,
    );
  const n = toExactInteger(v);
  if (n === undefined || n < -2147483648n || n > 2147483647n)
    throw new MongoError(40242, "The $bucketAuto 'buckets' field must be representable as a 32-bit integer");
  if (n <= 0n) throw new MongoError(40243, `The $bucketAuto 'buckets' field must be greater than 0, but found: ${n}`);
  return Number(n);
}

function rounderOf(v: Value | undefined): Rounder | undefined {
  if (v === undefined) return undefined;
  if (typeof v !== 'string')
    throw new MongoError(40261, `The $bucketAuto 'granularity' field must be a string, but found type: ${kindName(v)}`);
  const rounder = ROUNDERS.get(v);
  if (rounder !== undefined) return rounder;
  if (/^(?:E(?:6|12|24|48|96|192)|R(?:5|10|20|40|80))$/.test(v))
    throw unsupported(`The granularity ${v} of $bucketAuto`);
  throw new MongoError(40257, `Unknown rounding granularity '${v}'`);
}

function assertRoundable(v: Value | undefined): void {
  if (!isNumeric(v))
    throw new MongoError(
      40258,
      `$bucketAuto can specify a 'granularity' with numeric boundaries only, but found a value with type: ${kindName(v)}`,
    );
  const d = toDouble(v);
  if (Number.isNaN(d))
    throw new MongoError(
      40259,
      "$bucketAuto can specify a 'granularity' with numeric boundaries only, but found a NaN",
    );
  if (d < 0)
    throw new MongoError(
      40260,
      "$bucketAuto can specify a 'granularity' with non-negative numbers only, but found a negative number",
    );
}
