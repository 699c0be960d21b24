import { BSONRegExp, Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'bson';
import { describe, expect, it } from 'vitest';

import { rootScope } from '../../src/pipeline/expression/index.js';
import type { Doc } from '../../src/values/types.js';
import { docOf, show, shown, valueOf } from './doc-of.js';

const now = new Date('2024-02-29T12:34:56.789Z');
const dec = (s: string): Decimal128 => Decimal128.fromString(s);
const long = (s: string | number): Long => Long.fromString(String(s));
const dbl = (n: number): Double => new Double(n);
const d = (s: string): Date => new Date(s);

function evaluate(expr: unknown, doc: object = {}): string {
  const v = rootScope({ now }).compile(valueOf(expr))(docOf(doc));
  const out: Doc = new Map();
  if (v !== undefined) out.set('v', v);
  return show(out);
}

const MISSING = Symbol('missing');
/** expression, result */
type Row = [expr: unknown, result: unknown];

const doc = {
  a: 1,
  b: 2.5,
  s: 'héllo',
  n: null,
  arr: [3, 1, 2],
  docs: [{ x: 1 }, { y: 2 }, { x: 3 }, 4],
  o: { p: { q: 7 } },
  t: true,
  at: d('2024-03-10T09:05:03.004Z'),
};

const TABLES: Record<string, Row[]> = {
  paths: [
    ['$a', 1],
    ['$missing', MISSING],
    ['$o.p.q', 7],
    ['$docs.x', [1, 3]],
    ['$a.b', MISSING],
    ['$$ROOT.a', 1],
    ['$$CURRENT.o.p', { q: 7 }],
    ['$$NOW', now],
    ['$$REMOVE', MISSING],
    [{ x: '$a', y: '$missing' }, { x: 1 }],
    [
      ['$a', '$missing'],
      [1, null],
    ],
    [{ $literal: '$a' }, '$a'],
    ['plain', 'plain'],
  ],
  $add: [
    [{ $add: ['$a', 2] }, 3],
    [{ $add: [2147483647, 1] }, long('2147483648')],
    [{ $add: [long('9223372036854775807'), 1] }, dbl(2 ** 63)],
    [{ $add: [1, dbl(0.5)] }, 1.5],
    [{ $add: [dec('0.1'), dec('0.2')] }, dec('0.3')],
    [{ $add: ['$at', 1000] }, d('2024-03-10T09:05:04.004Z')],
    [{ $add: [1, null] }, null],
    [{ $add: ['$missing', 1] }, null],
    [{ $add: [] }, 0],
  ],
  $subtract: [
    [{ $subtract: [5, 3] }, 2],
    [{ $subtract: [d('2024-01-02T00:00:00Z'), d('2024-01-01T00:00:00Z')] }, long(86400000)],
    [{ $subtract: [d('2024-01-01T00:00:01Z'), 1000] }, d('2024-01-01T00:00:00Z')],
    [{ $subtract: [null, 1] }, null],
  ],
  $multiply: [
    [{ $multiply: [2, 3] }, 6],
    [{ $multiply: [65536, 65536] }, long('4294967296')],
    [{ $multiply: [2, dbl(1.5)] }, dbl(3)],
    [{ $multiply: [dec('1.5'), 2] }, dec('3.0')],
    [{ $multiply: [2, '$n'] }, null],
  ],
  $divide: [
    [{ $divide: [6, 3] }, dbl(2)],
    [{ $divide: [1, dec('3')] }, dec('0.3333333333333333333333333333333333')],
    [{ $divide: [null, 1] }, null],
  ],
  $mod: [
    [{ $mod: [7, 3] }, 1],
    [{ $mod: [-7, 3] }, -1],
    [{ $mod: [dbl(5.5), 2] }, 1.5],
    [{ $mod: [long(7), 4] }, long(3)],
  ],
  rounding: [
    [{ $round: [dbl(2.5)] }, dbl(2)],
    [{ $round: [dbl(3.5)] }, dbl(4)],
    [{ $round: [dbl(1.005), 2] }, dbl(1)],
    [{ $round: [dbl(2.675), 2] }, dbl(2.67)],
    [{ $round: [dec('2.345'), 2] }, dec('2.34')],
    [{ $round: [15, -1] }, 20],
    [{ $round: [25, -1] }, 20],
    [{ $round: 7 }, 7],
    [{ $round: [null, 1] }, null],
    [{ $trunc: [dbl(-2.7)] }, dbl(-2)],
    [{ $trunc: [dbl(1.239), 2] }, 1.23],
    [{ $floor: dbl(-1.5) }, dbl(-2)],
    [{ $ceil: dbl(1.2) }, dbl(2)],
    [{ $ceil: dec('1.2') }, dec('2')],
    [{ $floor: 3 }, 3],
  ],
  powers: [
    [{ $pow: [2, 10] }, 1024],
    [{ $pow: [2, 40] }, long('1099511627776')],
    [{ $pow: [2, 70] }, dbl(2 ** 70)],
    [{ $pow: [2, -1] }, 0.5],
    [{ $pow: [dbl(2), 0.5] }, Math.SQRT2],
    [{ $sqrt: 16 }, dbl(4)],
    [{ $abs: -5 }, 5],
    [{ $abs: dec('-1.5') }, dec('1.5')],
    [{ $exp: 0 }, dbl(1)],
    [{ $ln: 1 }, dbl(0)],
    [{ $log10: 1000 }, dbl(3)],
    [{ $log: [8, 2] }, dbl(3)],
    [{ $sqrt: null }, null],
  ],
  comparison: [
    [{ $eq: ['$a', dbl(1)] }, true],
    [{ $eq: ['$missing', null] }, false],
    [{ $eq: [dec('1'), 1] }, true],
    [{ $lt: [1, 'x'] }, true],
    [{ $gt: [[1, 2], [1]] }, true],
    [{ $cmp: [1, 2] }, -1],
    [{ $lt: ['$missing', null] }, true],
    [{ $ne: [1, 2] }, true],
    [{ $gte: [null, null] }, true],
    [
      {
        $eq: [
          { x: 1, y: 2 },
          { y: 2, x: 1 },
        ],
      },
      false,
    ],
  ],
  logic: [
    [{ $and: [1, 'x', '$t'] }, true],
    [{ $and: [1, 0] }, false],
    [{ $and: [] }, true],
    [{ $or: [null, '$missing', 0] }, false],
    [{ $or: [[]] }, true],
    [{ $or: ['$arr'] }, true],
    [{ $not: ['$missing'] }, true],
    [{ $cond: [{ $gt: ['$a', 0] }, 'yes', 'no'] }, 'yes'],
    [{ $cond: { if: '$n', then: 1, else: 2 } }, 2],
    [{ $ifNull: ['$missing', '$n', 5] }, 5],
    [{ $ifNull: ['$a', 9] }, 1],
    [
      {
        $switch: {
          branches: [
            { case: { $eq: ['$a', 2] }, then: 'two' },
            { case: '$t', then: 'true' },
          ],
          default: 0,
        },
      },
      'true',
    ],
    [{ $switch: { branches: [{ case: false, then: 1 }], default: '$b' } }, 2.5],
  ],
  strings: [
    [{ $concat: ['a', '$s'] }, 'ahéllo'],
    [{ $concat: ['a', null] }, null],
    [{ $toUpper: '$s' }, 'HéLLO'],
    [{ $toLower: null }, ''],
    [{ $toLower: 'ABC' }, 'abc'],
    [{ $substrCP: ['$s', 1, 2] }, 'él'],
    [{ $substrBytes: ['$s', 0, 3] }, 'hé'],
    [{ $substr: ['abc', 1, -1] }, 'bc'],
    [{ $strLenCP: '$s' }, 5],
    [{ $strLenBytes: '$s' }, 6],
    [{ $strLenCP: '😀' }, 1],
    [{ $split: ['a-b-c', '-'] }, ['a', 'b', 'c']],
    [{ $split: [null, '-'] }, null],
    [{ $trim: { input: '  x \n' } }, 'x'],
    [{ $ltrim: { input: 'xxay', chars: 'x' } }, 'ay'],
    [{ $rtrim: { input: 'ayy', chars: 'y' } }, 'a'],
    [{ $indexOfCP: ['$s', 'l'] }, 2],
    [{ $indexOfBytes: ['$s', 'l'] }, 3],
    [{ $indexOfCP: ['abcabc', 'c', 3] }, 5],
    [{ $indexOfCP: ['abc', 'z'] }, -1],
    [{ $indexOfCP: [null, 'z'] }, null],
    [{ $replaceOne: { input: 'aXbX', find: 'X', replacement: '-' } }, 'a-bX'],
    [{ $replaceAll: { input: 'aXbX', find: 'X', replacement: '-' } }, 'a-b-'],
    [{ $strcasecmp: ['ab', 'AB'] }, 0],
    [{ $regexMatch: { input: 'Hello', regex: '^h', options: 'i' } }, true],
    [{ $regexMatch: { input: null, regex: 'x' } }, false],
    [
      { $regexFind: { input: 'xaby', regex: new BSONRegExp('a(b)(z)?') } },
      { match: 'ab', idx: 1, captures: ['b', null] },
    ],
    [{ $regexFind: { input: 'x', regex: 'y' } }, null],
    [
      { $regexFindAll: { input: 'a1b2', regex: '\\d' } },
      [
        { match: '1', idx: 1, captures: [] },
        { match: '2', idx: 3, captures: [] },
      ],
    ],
  ],
  arrays: [
    [{ $arrayElemAt: ['$arr', 0] }, 3],
    [{ $arrayElemAt: ['$arr', -1] }, 2],
    [{ $arrayElemAt: ['$arr', 9] }, MISSING],
    [{ $first: '$arr' }, 3],
    [{ $last: '$arr' }, 2],
    [{ $first: '$n' }, null],
    [{ $first: [[]] }, MISSING],
    [{ $concatArrays: ['$arr', [4]] }, [3, 1, 2, 4]],
    [{ $concatArrays: ['$arr', null] }, null],
    [{ $in: [dbl(1), '$arr'] }, true],
    [{ $size: '$arr' }, 3],
    [{ $isArray: ['$arr'] }, true],
    [{ $isArray: '$a' }, false],
    [{ $slice: ['$arr', 2] }, [3, 1]],
    [{ $slice: ['$arr', -1] }, [2]],
    [{ $slice: ['$arr', 1, 5] }, [1, 2]],
    [{ $slice: ['$arr', -2, 1] }, [1]],
    [{ $range: [0, 5, 2] }, [0, 2, 4]],
    [{ $range: [3, 0, -1] }, [3, 2, 1]],
    [{ $reverseArray: '$arr' }, [2, 1, 3]],
    [{ $filter: { input: '$arr', as: 'x', cond: { $gt: ['$$x', 1] } } }, [3, 2]],
    [{ $filter: { input: '$arr', cond: { $gt: ['$$this', 1] }, limit: 1 } }, [3]],
    [{ $filter: { input: null, cond: true } }, null],
    [{ $map: { input: '$arr', as: 'x', in: { $add: ['$$x', '$a'] } } }, [4, 2, 3]],
    [{ $map: { input: '$docs', in: '$$this.x' } }, [1, null, 3, null]],
    [{ $reduce: { input: '$arr', initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, 6],
    [
      {
        $map: {
          input: [[1, 2], [3]],
          as: 'r',
          in: { $map: { input: '$$r', as: 'c', in: { $add: ['$$c', { $size: '$$r' }] } } },
        },
      },
      [[3, 4], [4]],
    ],
    [
      {
        $arrayToObject: [
          [
            ['a', 1],
            ['b', 2],
          ],
        ],
      },
      { a: 1, b: 2 },
    ],
    [{ $arrayToObject: [[{ k: 'x', v: 1 }]] }, { x: 1 }],
    [{ $objectToArray: { a: 1 } }, [{ k: 'a', v: 1 }]],
    [{ $zip: { inputs: [[1, 2], ['a']] } }, [[1, 'a']]],
    [
      { $zip: { inputs: [[1, 2], ['a']], useLongestLength: true, defaults: [0, 'z'] } },
      [
        [1, 'a'],
        [2, 'z'],
      ],
    ],
    [{ $sortArray: { input: '$arr', sortBy: 1 } }, [1, 2, 3]],
    [{ $sortArray: { input: [{ x: 2 }, { x: 1 }], sortBy: { x: 1 } } }, [{ x: 1 }, { x: 2 }]],
    [{ $sum: '$arr' }, 6],
    [{ $sum: ['$a', '$b', 'x'] }, 3.5],
    [{ $avg: '$arr' }, dbl(2)],
    [{ $avg: [] }, null],
    [{ $min: ['$a', null, 0] }, 0],
    [{ $max: '$arr' }, 3],
    [{ $max: '$a' }, 1],
    [{ $indexOfArray: ['$arr', 1] }, 1],
    [{ $maxN: { n: 2, input: '$arr' } }, [3, 2]],
    [{ $firstN: { n: 1, input: '$arr' } }, [3]],
  ],
  sets: [
    [
      {
        $setUnion: [
          [1, 2],
          [dbl(2), 3],
        ],
      },
      [1, 2, 3],
    ],
    [
      {
        $setIntersection: [
          [1, 2],
          [2, 3],
        ],
      },
      [2],
    ],
    [{ $setDifference: [[1, 2], [2]] }, [1]],
    [
      {
        $setEquals: [
          [1, 1, 2],
          [2, 1],
        ],
      },
      true,
    ],
    [{ $setIsSubset: [[1], [1, 2]] }, true],
    [{ $anyElementTrue: [[0, 1]] }, true],
    [{ $allElementsTrue: [[0, 1]] }, false],
    [{ $setUnion: [[1], null] }, null],
  ],
  objects: [
    [{ $mergeObjects: ['$o', { z: 1 }, null] }, { p: { q: 7 }, z: 1 }],
    [{ $mergeObjects: [{ a: 1 }, { a: 2 }] }, { a: 2 }],
    [{ $getField: 'a' }, 1],
    [{ $getField: { field: 'q', input: '$o.p' } }, 7],
    [{ $getField: { field: 'q', input: 5 } }, MISSING],
    [{ $setField: { field: 'q', input: '$o.p', value: 8 } }, { q: 8 }],
    [{ $setField: { field: 'q', input: '$o.p', value: '$$REMOVE' } }, {}],
    [{ $unsetField: { field: 'q', input: '$o.p' } }, {}],
    [{ $let: { vars: { x: '$a', y: 2 }, in: { $add: ['$$x', '$$y'] } } }, 3],
  ],
  types: [
    [{ $type: '$missing' }, 'missing'],
    [{ $type: '$a' }, 'int'],
    [{ $type: dec('1') }, 'decimal'],
    [{ $type: [[1]] }, 'array'],
    [{ $isNumber: '$b' }, true],
    [{ $isNumber: '$s' }, false],
    [{ $toInt: '12' }, 12],
    [{ $toInt: dbl(-2.9) }, -2],
    [{ $toInt: dec('2.9') }, 2],
    [{ $toLong: 5 }, long(5)],
    [{ $toDouble: '1.5e3' }, dbl(1500)],
    [{ $toDouble: true }, dbl(1)],
    [{ $toDecimal: '1.10' }, dec('1.10')],
    [{ $toDecimal: dbl(0.1) }, dec('0.100000000000000')],
    [{ $toString: dbl(2.5) }, '2.5'],
    [{ $toString: dbl(1e20) }, '1e+20'],
    [{ $toString: dbl(1e-7) }, '1e-07'],
    [{ $toString: '$at' }, '2024-03-10T09:05:03.004Z'],
    [{ $toString: new ObjectId('0123456789abcdef01234567') }, '0123456789abcdef01234567'],
    [{ $toString: true }, 'true'],
    [{ $toObjectId: '0123456789abcdef01234567' }, new ObjectId('0123456789abcdef01234567')],
    [{ $toDate: long(0) }, d('1970-01-01T00:00:00Z')],
    [{ $toDate: '2024-01-02T03:04:05+02:00' }, d('2024-01-02T01:04:05Z')],
    [{ $toDate: new ObjectId('000000010000000000000000') }, d('1970-01-01T00:00:01Z')],
    [{ $toBool: 'false' }, true],
    [{ $toBool: 0 }, false],
    [{ $toInt: null }, null],
    [{ $convert: { input: 'x', to: 'int', onError: -1 } }, -1],
    [{ $convert: { input: '$missing', to: 'int', onNull: 0 } }, 0],
    [{ $convert: { input: dbl(3), to: 16 } }, 3],
  ],
  dateFields: [
    [{ $year: '$at' }, 2024],
    [{ $month: '$at' }, 3],
    [{ $dayOfMonth: '$at' }, 10],
    [{ $hour: '$at' }, 9],
    [{ $minute: '$at' }, 5],
    [{ $second: '$at' }, 3],
    [{ $millisecond: '$at' }, 4],
    [{ $dayOfWeek: '$at' }, 1],
    [{ $dayOfYear: '$at' }, 70],
    [{ $isoWeek: d('2021-01-03T00:00:00Z') }, 53],
    [{ $isoWeekYear: d('2021-01-03T00:00:00Z') }, long(2020)],
    [{ $isoDayOfWeek: '$at' }, 7],
    [{ $week: '$at' }, 10],
    [{ $hour: { date: '$at', timezone: 'America/New_York' } }, 5],
    [{ $hour: { date: d('2024-03-10T06:59:00Z'), timezone: 'America/New_York' } }, 1],
    [{ $hour: { date: d('2024-03-10T07:00:00Z'), timezone: 'America/New_York' } }, 3],
    [{ $hour: { date: '$at', timezone: '+05:30' } }, 14],
    [{ $hour: { date: '$at', timezone: 'UTC' } }, 9],
    [{ $hour: { date: '$at', timezone: '$n' } }, null],
    [{ $year: '$missing' }, null],
    [{ $year: new Timestamp({ t: 0, i: 1 }) }, 1970],
    [{ $month: ['$at'] }, 3],
    [
      { $dateToParts: { date: '$at' } },
      { year: 2024, month: 3, day: 10, hour: 9, minute: 5, second: 3, millisecond: 4 },
    ],
    [
      { $dateToParts: { date: '$at', iso8601: true } },
      { isoWeekYear: 2024, isoWeek: 10, isoDayOfWeek: 7, hour: 9, minute: 5, second: 3, millisecond: 4 },
    ],
    [{ $dateFromParts: { year: 2024, month: 14, day: 1 } }, d('2025-02-01T00:00:00Z')],
    [{ $dateFromParts: { isoWeekYear: 2020, isoWeek: 53, isoDayOfWeek: 7 } }, d('2021-01-03T00:00:00Z')],
    [{ $dateFromParts: { year: 2024, month: 7, day: 1, timezone: 'Europe/Berlin' } }, d('2024-06-30T22:00:00Z')],
  ],
  dateText: [
    [{ $dateToString: { date: '$at' } }, '2024-03-10T09:05:03.004Z'],
    [
      { $dateToString: { date: '$at', format: '%Y/%m/%d %H:%M:%S.%L %j %u %w %V %G %U %%' } },
      '2024/03/10 09:05:03.004 070 7 1 10 2024 10 %',
    ],
    [{ $dateToString: { date: '$at', timezone: 'Asia/Kolkata', format: '%H:%M %z %Z' } }, '14:35 +0530 330'],
    [{ $dateToString: { date: '$at', timezone: '-03:00' } }, '2024-03-10T06:05:03.004'],
    [{ $dateToString: { date: '$n', onNull: 'none' } }, 'none'],
    [{ $dateToString: { date: '$at', format: '%b %B' } }, 'Mar March'],
    [{ $dateFromString: { dateString: '2024-02-03' } }, d('2024-02-03T00:00:00Z')],
    [
      { $dateFromString: { dateString: '2024-02-03T04:05:06.7', timezone: 'America/New_York' } },
      d('2024-02-03T09:05:06.700Z'),
    ],
    [{ $dateFromString: { dateString: '3/2/2024', format: '%d/%m/%Y' } }, d('2024-02-03T00:00:00Z')],
    [{ $dateFromString: { dateString: 'nope', onError: 'bad' } }, 'bad'],
    [{ $dateFromString: { dateString: null, onNull: 0 } }, 0],
    [{ $dateFromString: { dateString: '2023-02-29', onError: 'bad' } }, 'bad'],
  ],
  dateArithmetic: [
    [{ $dateAdd: { startDate: d('2024-01-31T10:00:00Z'), unit: 'month', amount: 1 } }, d('2024-02-29T10:00:00Z')],
    [
      { $dateAdd: { startDate: d('2024-03-09T12:00:00Z'), unit: 'day', amount: 1, timezone: 'America/New_York' } },
      d('2024-03-10T11:00:00Z'),
    ],
    [
      { $dateAdd: { startDate: d('2024-03-09T12:00:00Z'), unit: 'hour', amount: 24, timezone: 'America/New_York' } },
      d('2024-03-10T12:00:00Z'),
    ],
    [{ $dateSubtract: { startDate: d('2024-02-29T00:00:00Z'), unit: 'year', amount: 1 } }, d('2023-02-28T00:00:00Z')],
    [{ $dateAdd: { startDate: '$n', unit: 'day', amount: 1 } }, null],
    [
      { $dateDiff: { startDate: d('2023-12-31T23:59:59Z'), endDate: d('2024-01-01T00:00:00Z'), unit: 'year' } },
      long(1),
    ],
    [
      { $dateDiff: { startDate: d('2024-01-01T00:00:00Z'), endDate: d('2024-01-01T00:59:59Z'), unit: 'hour' } },
      long(0),
    ],
    [
      { $dateDiff: { startDate: d('2024-01-06T00:00:00Z'), endDate: d('2024-01-07T00:00:00Z'), unit: 'week' } },
      long(1),
    ],
    [
      {
        $dateDiff: {
          startDate: d('2024-01-06T00:00:00Z'),
          endDate: d('2024-01-07T00:00:00Z'),
          unit: 'week',
          startOfWeek: 'monday',
        },
      },
      long(0),
    ],
    [
      {
        $dateDiff: {
          startDate: d('2024-01-01T04:30:00Z'),
          endDate: d('2024-01-01T05:30:00Z'),
          unit: 'day',
          timezone: 'America/New_York',
        },
      },
      long(1),
    ],
    [{ $dateTrunc: { date: '$at', unit: 'month' } }, d('2024-03-01T00:00:00Z')],
    [{ $dateTrunc: { date: '$at', unit: 'quarter' } }, d('2024-01-01T00:00:00Z')],
    [{ $dateTrunc: { date: '$at', unit: 'week' } }, d('2024-03-10T00:00:00Z')],
    [{ $dateTrunc: { date: '$at', unit: 'week', startOfWeek: 'monday' } }, d('2024-03-04T00:00:00Z')],
    [{ $dateTrunc: { date: '$at', unit: 'day', timezone: 'America/New_York' } }, d('2024-03-10T05:00:00Z')],
    [{ $dateTrunc: { date: '$at', unit: 'hour', binSize: 2 } }, d('2024-03-10T08:00:00Z')],
    [{ $dateTrunc: { date: '$at', unit: 'year', binSize: 10 } }, d('2020-01-01T00:00:00Z')],
  ],
};

describe.each(Object.entries(TABLES))('%s', (_name, rows) => {
  it.each(rows.map(([expr, result]) => [JSON.stringify(expr), expr, result] as const))('%s', (_text, expr, result) => {
    expect(evaluate(expr, doc)).toBe(shown(result === MISSING ? {} : { v: result }));
  });
});

describe('errors', () => {
  it.each<[unknown, number]>([
    [{ $nope: 1 }, 168],
    [{ $function: { body: '', args: [], lang: 'js' } }, 238],
    ['$$nope', 17276],
    ['$$', 16868],
    ['$', 16872],
    ['$a.', 40353],
    [{ $add: 1, $subtract: 2 }, 15983],
    [{ 'a.b': 1 }, 16412],
    [{ $add: ['x', 1] }, 14],
    [{ $divide: [1, 0] }, 2],
    [{ $mod: [1, 0] }, 16610],
    [{ $subtract: ['x', 1] }, 14],
    [{ $concat: [1] }, 16702],
    [{ $size: '$missing' }, 17124],
    [{ $in: [1, 2] }, 40081],
    [{ $toInt: 'x' }, 241],
    [{ $toInt: new Double(3e10) }, 241],
    [{ $cond: [1, 2] }, 16020],
    [{ $switch: { branches: [{ case: false, then: 1 }] } }, 40066],
    [{ $arrayElemAt: [1, 0] }, 28689],
    [{ $year: 'x' }, 16006],
    [{ $year: { date: new Date(), timezone: 'Mars/Base' } }, 40485],
    [{ $dateToString: { date: new Date(), format: '%q' } }, 18536],
    [{ $sqrt: new Int32(-1) }, 28714],
    [{ $strLenCP: null }, 34471],
    [{ $mergeObjects: [1] }, 40400],
    [{ $dateAdd: { startDate: new Date(), unit: 'eon', amount: 1 } }, 9],
  ])('%j throws %i', (expr, code) => {
    expect(() => evaluate(expr, doc)).toThrow(expect.objectContaining({ code }));
  });
});
