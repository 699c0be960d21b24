import { Binary, Decimal128, Double, Long, Timestamp } from 'bson';
import { describe, expect, it } from 'vitest';
import { rootScope } from '../../src/pipeline/expression/index.js';
import { OPERATORS, REFUSED_OPERATORS } from '../../src/pipeline/expression/registry.js';
import type { Doc } from '../../src/values/types.js';
import { docOf, show, shown, valueOf } from './doc-of.js';

const dbl = (n: number): Double => new Double(n);
const long = (n: number | string): Long => Long.fromString(String(n));

function evaluate(expr: unknown, doc: object = {}): string {
  const v = rootScope({ now: new Date(0) }).compile(valueOf(expr))(docOf(doc));
  const out: Doc = new Map();
  if (v !== undefined) out.set('v', v);
  return show(out);
}

/** https://www.mongodb.com/docs/v7.0/reference/operator/aggregation/ — the expression operators, without accumulators. */
const ALL =
  `abs accumulator acos acosh add allElementsTrue and anyElementTrue arrayElemAt arrayToObject asin asinh atan atan2
  atanh avg binarySize bitAnd bitNot bitOr bitXor bsonSize ceil cmp concat concatArrays cond const convert cos cosh
  dateAdd dateDiff dateFromParts dateFromString dateSubtract dateToParts dateToString dateTrunc dayOfMonth dayOfWeek
  dayOfYear degreesToRadians divide eq exp filter first firstN floor function getField gt gte hour ifNull in
  indexOfArray indexOfBytes indexOfCP isArray isNumber isoDayOfWeek isoWeek isoWeekYear last lastN let literal ln log
  log10 lt lte ltrim map max maxN median mergeObjects meta min minN millisecond minute mod month multiply ne not
  objectToArray or percentile pow radiansToDegrees rand range reduce regexFind regexFindAll regexMatch replaceAll
  replaceOne reverseArray round rtrim second setDifference setEquals setField setIntersection setIsSubset setUnion size
  sin sinh slice sortArray split sqrt stdDevPop stdDevSamp strLenBytes strLenCP strcasecmp substr substrBytes substrCP
  subtract sum switch tan tanh toBool toDate toDecimal toDouble toHashedIndexKey toInt toLong toLower toObjectId toString
  toUpper trim trunc tsIncrement tsSecond type unsetField week year zip`.split(/\s+/);

describe('the operators of MongoDB 7.0', () => {
  it('are known or refused by name, all of them', () => {
    const unknown = ALL.filter((name) => !OPERATORS.has(`$${name}`) && !REFUSED_OPERATORS.has(`$${name}`));
    expect(unknown).toEqual([]);
  });
  it.each([...REFUSED_OPERATORS])('%s is refused by name', (name) => {
    expect(() => evaluate({ [name]: 1 })).toThrow(
      expect.objectContaining({ code: 238, message: expect.stringContaining(name) as string }),
    );
  });
});

type Row = [expr: unknown, result: unknown];

const TABLES: Record<string, Row[]> = {
  trigonometry: [
    [{ $sin: 0 }, dbl(0)],
    [{ $cos: dbl(0) }, dbl(1)],
    [{ $tan: long(0) }, dbl(0)],
    [{ $asin: 1 }, dbl(Math.PI / 2)],
    [{ $acos: 1 }, dbl(0)],
    [{ $atan: 0 }, dbl(0)],
    [{ $atan2: [0, 1] }, dbl(0)],
    [{ $atan2: [null, 1] }, null],
    [{ $sinh: 0 }, dbl(0)],
    [{ $cosh: 0 }, dbl(1)],
    [{ $tanh: 0 }, dbl(0)],
    [{ $asinh: 0 }, dbl(0)],
    [{ $acosh: 1 }, dbl(0)],
    [{ $atanh: 0 }, dbl(0)],
    [{ $degreesToRadians: 180 }, dbl(Math.PI)],
    [{ $radiansToDegrees: Math.PI }, dbl(180)],
    [{ $sin: NaN }, dbl(NaN)],
    [{ $sin: '$missing' }, null],
    [{ $sin: null }, null],
  ],
  bits: [
    [{ $bitAnd: [6, 3] }, 2],
    [{ $bitAnd: [6, long(3)] }, long(2)],
    [{ $bitAnd: [] }, -1],
    [{ $bitOr: [6, 1] }, 7],
    [{ $bitOr: [] }, 0],
    [{ $bitOr: [long('4294967296'), 1] }, long('4294967297')],
    [{ $bitXor: [6, 3] }, 5],
    [{ $bitXor: [1, null] }, null],
    [{ $bitNot: 5 }, -6],
    [{ $bitNot: long(0) }, long(-1)],
    [{ $bitNot: '$missing' }, null],
  ],
  sizes: [
    [{ $bsonSize: {} }, 5],
    [{ $bsonSize: { a: 1 } }, 12],
    [{ $bsonSize: null }, null],
    [{ $binarySize: 'hé' }, 3],
    [{ $binarySize: new Binary(Buffer.alloc(7)) }, 7],
    [{ $binarySize: '$missing' }, null],
  ],
  timestamps: [
    [{ $tsSecond: new Timestamp({ t: 7, i: 3 }) }, long(7)],
    [{ $tsIncrement: new Timestamp({ t: 7, i: 3 }) }, long(3)],
    [{ $tsSecond: null }, null],
  ],
  percentiles: [
    [{ $median: { input: [3, 1, 2], method: 'approximate' } }, dbl(2)],
    [{ $median: { input: ['x'], method: 'approximate' } }, null],
    [{ $median: { input: '$missing', method: 'approximate' } }, null],
    [{ $percentile: { input: [1, 2, 3, 4], p: [0.25, 1], method: 'approximate' } }, [dbl(1), dbl(4)]],
    [{ $percentile: { input: 5, p: [0.5], method: 'approximate' } }, [dbl(5)]],
  ],
};

describe.each(Object.entries(TABLES))('%s', (_name, rows) => {
  it.each(rows)('%j', (expr, result) => {
    expect(evaluate(expr)).toBe(shown({ v: result }));
  });
});

it.each<[expr: unknown, code: number]>([
  [{ $sin: 'x' }, 28765],
  [{ $sin: Infinity }, 50989],
  [{ $acos: 2 }, 50989],
  [{ $acosh: 0 }, 50989],
  [{ $sin: Decimal128.fromString('1') }, 238],
  [{ $atan2: ['x', 1] }, 51044],
  [{ $bitAnd: [1, 1.5] }, 14],
  [{ $bitNot: 'x' }, 14],
  [{ $bsonSize: 1 }, 31393],
  [{ $binarySize: 1 }, 51276],
  [{ $tsSecond: 1 }, 5687301],
  [{ $tsIncrement: 1 }, 5687302],
  [{ $percentile: { input: 1, p: [], method: 'approximate' } }, 7750301],
  [{ $percentile: { input: 1, p: ['x'], method: 'approximate' } }, 7750302],
  [{ $median: { input: 1, method: 'discrete' } }, 2],
])('%j throws %i', (expr, code) => {
  expect(() => evaluate(expr)).toThrow(expect.objectContaining({ code }));
});
