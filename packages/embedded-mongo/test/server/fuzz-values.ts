import {
  BSONRegExp,
  BSONSymbol,
  Binary,
  Code,
  DBRef,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import type { Document } from 'bson';

/** Numbers between 0 and 1 that depend on nothing but the seed (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to below `n`. */
  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  one<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** True so often of a hundred times. */
  percent(n: number): boolean {
    return this.next() * 100 < n;
  }

  list<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }
}

const NUMBERS: readonly unknown[] = [
  0,
  1,
  -1,
  2,
  3.5,
  -0,
  NaN,
  Infinity,
  -Infinity,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  1e300,
  5e-324,
  new Double(1),
  new Int32(2147483647),
  new Int32(-2147483648),
  Long.MAX_VALUE,
  Long.MIN_VALUE,
  Long.fromNumber(7),
  Decimal128.fromString('0.1'),
  Decimal128.fromString('9.999999999999999999999999999999999E+6144'),
  Decimal128.fromString('-1E-6176'),
  Decimal128.fromString('NaN'),
  Decimal128.fromString('-Infinity'),
];
const TEXTS = [
  '',
  'a',
  'abc',
  'é',
  '\u{10000}',
  'a\0b',
  '$a',
  '$$ROOT',
  '$$NOW',
  '$a.b',
  '$',
  '$$',
  'UTC',
  'day',
  '%Y-%m-%d',
  '2024-02-30',
  'a.b',
  '.',
  'x'.repeat(2000),
];
const OTHERS: readonly unknown[] = [
  null,
  true,
  false,
  new Date(0),
  new Date(8.64e15),
  new Date(-8.64e15),
  new ObjectId('0123456789abcdef01234567'),
  new Binary(Buffer.from([1, 2, 3]), 0),
  new Binary(Buffer.alloc(16, 7), 4),
  new Timestamp({ t: 1, i: 2 }),
  new BSONRegExp('a.*b', 'i'),
  new BSONRegExp('(', ''),
  new BSONSymbol('s'),
  new Code('function() {}'),
  new Code('x', { y: 1 }),
  new MinKey(),
  new MaxKey(),
  new DBRef('c0', new ObjectId('0123456789abcdef01234567')),
];
/** Names of fields; the first few are those that the documents have. */
export const FIELDS = [
  'a',
  'b',
  'c',
  '_id',
  'a.b',
  'a.0',
  'b.c',
  'n',
  's',
  'd',
  '',
  '.',
  'a.',
  '.a',
  'a..b',
  '$a',
  '$',
  'a.$',
  'a.$[]',
  'a.$[x]',
  'a.$[x].b',
  '__proto__',
  'é',
  '0',
];

/** A name of a field, mostly a sensible one. */
export function fieldName(chance: Chance): string {
  return chance.percent(85) ? chance.one(FIELDS.slice(0, 10)) : chance.one(FIELDS);
}

/** A count, mostly a sensible one. */
export function anyCount(chance: Chance): unknown {
  return chance.percent(70) ? chance.below(6) : anyValue(chance, 0);
}

/** A value of any type, nested up to `depth` levels. */
export function anyValue(chance: Chance, depth = 2): unknown {
  const kind = chance.below(depth > 0 ? 12 : 8);
  if (kind < 3) return chance.one(NUMBERS);
  if (kind < 6) return chance.one(TEXTS);
  if (kind < 8) return chance.one(OTHERS);
  if (kind < 10) return chance.list(4, () => anyValue(chance, depth - 1));
  return anyDocument(chance, depth - 1);
}

/** A document of any names and values. */
export function anyDocument(chance: Chance, depth = 2): Document {
  return Object.fromEntries(
    chance.list(3, () => [fieldName(chance).replace('__proto__', 'proto'), anyValue(chance, depth)]),
  );
}

/** A document that may be stored. */
export function storedDocument(chance: Chance): Document {
  return {
    a: anyValue(chance, 2),
    b: anyValue(chance, 1),
    n: chance.below(10),
    s: chance.one(['', 'a', 'abc', 'é']),
    d: new Date(chance.below(1e9) * 1000),
  };
}
