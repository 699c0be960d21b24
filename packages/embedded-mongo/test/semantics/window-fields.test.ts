import { Decimal128, Double, Long } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shown } from './doc-of.js';
import { compiled, run } from './run-pipeline.js';

const dbl = (n: number): Double => new Double(n);
const long = (n: number): Long => Long.fromNumber(n);
const day = (n: number): Date => new Date(Date.UTC(2024, 0, n));

/** What a window function gives for each document, in the order of `t`. */
function values(docs: object[], f: object, sortBy: object = { t: 1 }): string[] {
  const stages = [{ $setWindowFields: { sortBy, output: { r: f } } }, { $project: { _id: 0, r: 1 } }];
  return run(stages, docs);
}
const expected = (list: unknown[]): string[] => list.map((r) => shown({ r }));

const rows = [
  { t: 1, v: 4 },
  { t: 2, v: null },
  { t: 4, v: 10 },
  { t: 5, v: 'x' },
  { t: 7, v: dbl(0.5) },
];
const dated = [1, 2, 4, 7].map((n) => ({ t: day(n), v: n }));

describe('windows', () => {
  it.each<[name: string, f: object, result: unknown[]]>([
    ['of documents', { $sum: '$v', window: { documents: [-1, 0] } }, [4, 4, 10, 10, dbl(0.5)]],
    ['ahead', { $sum: '$v', window: { documents: [1, 2] } }, [10, 10, dbl(0.5), dbl(0.5), 0]],
    ['before', { $max: '$t', window: { documents: ['unbounded', -1] } }, [null, 1, 2, 4, 5]],
    ['by value', { $push: '$t', window: { range: [-2, 0] } }, [[1], [1, 2], [2, 4], [4, 5], [5, 7]]],
    ['by value, open', { $count: {}, window: { range: ['current', 'unbounded'] } }, [5, 4, 3, 2, 1]],
    ['of everything', { $min: '$t', window: {} }, [1, 1, 1, 1, 1]],
    ['averages', { $avg: '$v', window: { documents: [0, 1] } }, [dbl(4), dbl(10), dbl(10), dbl(0.5), dbl(0.5)]],
    ['sets', { $first: '$t', window: { documents: [-1, 1] } }, [1, 1, 2, 4, 5]],
    ['top', { $top: { sortBy: { t: -1 }, output: '$t' }, window: { documents: [-1, 0] } }, [1, 2, 4, 5, 7]],
  ])('%s', (_name, f, result) => {
    expect(values(rows, f)).toEqual(expected(result));
  });

  it('by time', () => {
    expect(values(dated, { $sum: '$v', window: { range: [-2, 0], unit: 'day' } })).toEqual(expected([1, 3, 6, 7]));
  });

  it('include all documents of the same value', () => {
    const same = [{ t: 1 }, { t: 1 }, { t: 2 }];
    expect(values(same, { $count: {}, window: { range: ['unbounded', 'current'] } })).toEqual(expected([2, 2, 3]));
  });

  it('that slide agree with windows computed anew', () => {
    const value = fc.oneof(
      fc.integer({ min: -50, max: 50 }),
      fc.constantFrom(null, 'x', Decimal128.fromString('2.5'), long(7), dbl(0.25)),
    );
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 25 }),
        fc.integer({ min: -4, max: 4 }),
        fc.nat(5),
        fc.constantFrom('$sum', '$avg', '$min', '$max'),
        (list, low, width, op) => {
          const docs = list.map((v, t) => ({ t, v }));
          const window = { documents: [low, low + width] };
          const slid = values(docs, { [op]: '$v', window });
          const anew = docs.map((_doc, i) => {
            const within = docs.slice(Math.max(0, i + low), Math.max(0, i + low + width + 1));
            return run([{ $group: { _id: null, r: { [op]: '$v' } } }, { $project: { _id: 0 } }], within)[0];
          });
          const empty = shown({ r: op === '$sum' ? 0 : null });
          expect(slid).toEqual(anew.map((r) => r ?? empty));
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('functions over time', () => {
  const line = [
    { t: 0, v: 1 },
    { t: 2, v: 5 },
    { t: 3, v: 8 },
  ];
  it.each<[name: string, docs: object[], f: object, result: unknown[]]>([
    ['$derivative', line, { $derivative: { input: '$v' }, window: { documents: [-1, 0] } }, [null, dbl(2), dbl(3)]],
    [
      '$derivative by unit',
      dated,
      { $derivative: { input: '$v', unit: 'day' }, window: { documents: [-1, 0] } },
      [null, dbl(1), dbl(1), dbl(1)],
    ],
    [
      '$integral',
      line,
      { $integral: { input: '$v' }, window: { documents: ['unbounded', 'current'] } },
      [0, dbl(6), dbl(12.5)],
    ],
    [
      '$integral of a window',
      line,
      { $integral: { input: '$v' }, window: { documents: [-1, 0] } },
      [0, dbl(6), dbl(6.5)],
    ],
    ['$expMovingAvg by N', line, { $expMovingAvg: { input: '$v', N: 1 } }, [1, dbl(5), dbl(8)]],
    ['$expMovingAvg by alpha', line, { $expMovingAvg: { input: '$v', alpha: 0.5 } }, [1, dbl(3), dbl(5.5)]],

    ['$locf', rows, { $locf: '$v' }, [4, 4, 10, 'x', dbl(0.5)]],
    [
      '$linearFill',
      [{ t: 0 }, { t: 1, v: 2 }, { t: 2, v: null }, { t: 5, v: 10 }, { t: 9 }],
      { $linearFill: '$v' },
      [null, 2, dbl(4), 10, null],
    ],
    ['$shift', line, { $shift: { output: '$v', by: 1, default: { $add: [1, 1] } } }, [5, 8, 2]],
  ])('%s', (_name, docs, f, result) => {
    expect(values(docs, f)).toEqual(expected(result));
  });

  it('$covarianceSamp of two numbers is their product of deviations', () => {
    const docs = [
      { t: 1, v: 2 },
      { t: 3, v: 6 },
      { t: 5, v: null },
    ];
    expect(values(docs, { $covarianceSamp: ['$t', '$v'], window: {} })).toEqual(expected([dbl(4), dbl(4), dbl(4)]));
  });

  it.each<[docs: object[], f: object, code: number]>([
    [dated, { $derivative: { input: '$v' }, window: { documents: [-1, 0] } }, 5624901],
    [line, { $derivative: { input: '$v', unit: 'day' }, window: { documents: [-1, 0] } }, 5624900],
    [rows, { $derivative: { input: '$v' }, window: { documents: [-1, 0] } }, 5624903],
    [rows, { $integral: { input: '$v' } }, 5423900],
    [dated, { $integral: { input: '$v' } }, 5423902],
    [[{ t: 1 }, { t: 1 }], { $linearFill: '$v' }, 6050106],
    [[{ t: 'a' }], { $linearFill: '$v' }, 14],
    [[{ t: 'a' }], { $sum: 1, window: { range: [-1, 1] } }, 5429414],
    [dated, { $sum: 1, window: { range: [-1, 1] } }, 5429413],
    [rows, { $sum: 1, window: { range: [-1, 1], unit: 'day' } }, 5429513],
  ])('%j %j throws %i', (docs, f, code) => {
    expect(() => values(docs, f)).toThrow(expect.objectContaining({ code }));
  });
});

describe('what is refused', () => {
  it.each<[f: object, code: number]>([
    [{ $nope: 1 }, 9],
    [{ sum: 1 }, 9],
    [{ $sum: 1, $avg: 1 }, 9],
    [{ $sum: 1, windoww: {} }, 9],
    [{ $sum: 1, window: { documents: [1, 0] } }, 5339900],
    [{ $sum: 1, window: { documents: [1] } }, 9],
    [{ $sum: 1, window: { documents: [0.5, 1] } }, 9],
    [{ $sum: 1, window: { documents: ['now', 1] } }, 9],
    [{ $sum: 1, window: { documents: [0, 1], range: [0, 1] } }, 9],
    [{ $sum: 1, window: { documents: [0, 1], unit: 'day' } }, 9],
    [{ $sum: 1, window: { range: [0.5, 1], unit: 'day' } }, 9],
    [{ $rank: { x: 1 } }, 5371603],
    [{ $rank: {}, window: {} }, 5371601],
    [{ $shift: { output: '$v', by: 0.5 } }, 9],
    [{ $shift: { output: '$v', by: 1, default: '$v' } }, 9],
    [{ $derivative: { input: '$v' } }, 9],
    [{ $derivative: { input: '$v', unit: 'month' }, window: {} }, 5490710],
    [{ $expMovingAvg: { input: '$v', N: 0 } }, 9],
    [{ $expMovingAvg: { input: '$v', alpha: 1 } }, 9],
    [{ $expMovingAvg: { input: '$v', alpha: 0.5, N: 2 } }, 9],
    [{ $locf: '$v', window: {} }, 9],
  ])('%j throws %i', (f, code) => {
    expect(() => compiled([{ $setWindowFields: { sortBy: { t: 1 }, output: { r: f } } }])).toThrow(
      expect.objectContaining({ code }),
    );
  });
  it.each<[spec: object, code: number]>([
    [{ output: { r: { $sum: 1, window: { documents: [0, 1] } } } }, 5339901],
    [{ sortBy: { a: 1, b: 1 }, output: { r: { $sum: 1, window: { range: [0, 1] } } } }, 5339902],
    [{ output: { r: { $denseRank: {} } } }, 5371602],
    [{ output: { 'r.a': { $sum: 1 }, r: { $sum: 1 } } }, 6307900],
    [{ partitionBy: '$a' }, 40414],
    [{ output: {}, more: 1 }, 40415],
    [{ output: 1 }, 14],
  ])('%j throws %i', (spec, code) => {
    expect(() => compiled([{ $setWindowFields: spec }])).toThrow(expect.objectContaining({ code }));
  });
  it('a partition by an array', () => {
    const spec = { partitionBy: '$p', output: { r: { $sum: 1 } } };
    expect(() => run([{ $setWindowFields: spec }], [{ p: [1] }])).toThrow(expect.objectContaining({ code: 14 }));
  });
});
