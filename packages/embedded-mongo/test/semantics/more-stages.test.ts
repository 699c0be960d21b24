import { Double, Long } from 'bson';
import { describe, expect, it } from 'vitest';
import { docsOf, shown } from './doc-of.js';
import { compiled, envOf, run } from './run-pipeline.js';
import { withoutPauses } from '../../src/flow/pause.js';

const dbl = (n: number): Double => new Double(n);
const long = (n: number): Long => Long.fromNumber(n);
const day = (n: number): Date => new Date(Date.UTC(2024, 0, n));

/** What stages make of documents. */
type Row = [name: string, stages: object[], docs: object[], result: object[]];

const numbers = [5, 1, 3, 3, 9, 7].map((n) => ({ n }));
const bucket = (min: unknown, max: unknown, count: number): object => ({ _id: { min, max }, count });

const ROWS: Row[] = [
  [
    '$bucketAuto',
    [{ $bucketAuto: { groupBy: '$n', buckets: 3 } }],
    numbers,
    [bucket(1, 5, 3), bucket(5, 9, 2), bucket(9, 9, 1)],
  ],
  [
    '$bucketAuto with more buckets than values',
    [{ $bucketAuto: { groupBy: '$n', buckets: 10, output: { all: { $push: '$n' } } } }],
    [{ n: 2 }, { n: 1 }],
    [
      { _id: { min: 1, max: 2 }, all: [1] },
      { _id: { min: 2, max: 2 }, all: [2] },
    ],
  ],
  ['$bucketAuto of nothing', [{ $bucketAuto: { groupBy: '$n', buckets: 2 } }], [], []],
  ['$bucketAuto of equal values', [{ $bucketAuto: { groupBy: '$x', buckets: 2 } }], numbers, [bucket(null, null, 6)]],
  [
    '$bucketAuto by powers of two',
    [{ $bucketAuto: { groupBy: '$n', buckets: 2, granularity: 'POWERSOF2' } }],
    numbers,
    [bucket(dbl(0.5), dbl(4), 3), bucket(dbl(4), dbl(16), 3)],
  ],
  ['$sortByCount', [{ $sortByCount: '$n' }, { $limit: 1 }], numbers, [{ _id: 3, count: 2 }]],
  ['$documents', [{ $documents: [{ a: 1 }, { a: { $add: [1, 1] } }] }], [{ ignored: 1 }], [{ a: 1 }, { a: 2 }]],
  [
    '$redact',
    [{ $redact: { $cond: [{ $eq: ['$level', 5] }, '$$PRUNE', '$$DESCEND'] } }],
    [{ level: 1, a: { level: 5 }, b: [{ level: 5 }, { level: 2, c: 1 }, 3] }, { level: 5 }],
    [{ level: 1, b: [{ level: 2, c: 1 }, 3] }],
  ],
  ['$redact that keeps', [{ $redact: '$$KEEP' }], [{ a: { level: 5 } }], [{ a: { level: 5 } }]],
  [
    '$densify between all values',
    [{ $densify: { field: 'n', range: { step: 2, bounds: 'full' } } }],
    [{ n: 1, k: 1 }, { n: 6 }, { n: null }],
    [{ n: null }, { n: 1, k: 1 }, { n: 3 }, { n: 5 }, { n: 6 }],
  ],
  [
    '$densify within bounds',
    [{ $densify: { field: 'n', range: { step: 1, bounds: [2, 5] } } }],
    [{ n: 1 }, { n: 3 }],
    [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }],
  ],
  [
    '$densify by day in partitions',
    [{ $densify: { field: 't', partitionByFields: ['p'], range: { step: 1, unit: 'day', bounds: 'partition' } } }],
    [
      { p: 'a', t: day(1) },
      { p: 'a', t: day(3) },
      { p: 'b', t: day(9) },
    ],
    [
      { p: 'a', t: day(1) },
      { p: 'a', t: day(2) },
      { p: 'a', t: day(3) },
      { p: 'b', t: day(9) },
    ],
  ],
  [
    '$densify over the full range in partitions',
    [{ $densify: { field: 'n', partitionByFields: ['p'], range: { step: 1, bounds: 'full' } } }],
    [
      { p: 'a', n: 1 },
      { p: 'b', n: 2 },
    ],
    [
      { p: 'a', n: 1 },
      { p: 'a', n: 2 },
      { p: 'b', n: 1 },
      { p: 'b', n: 2 },
    ],
  ],
  [
    '$fill by value, line and last',
    [
      {
        $fill: {
          sortBy: { t: 1 },
          output: { a: { value: '$t' }, b: { method: 'linear' }, c: { method: 'locf' } },
        },
      },
    ],
    [
      { t: 1, a: 0, b: 2, c: 'x' },
      { t: 2, b: null },
      { t: 3, b: 4 },
    ],
    [
      { t: 1, a: 0, b: 2, c: 'x' },
      { t: 2, b: dbl(3), c: 'x', a: 2 },
      { t: 3, b: 4, c: 'x', a: 3 },
    ],
  ],
  [
    '$group by $median, $percentile and n of the key',
    [
      {
        $group: {
          _id: { k: '$k' },
          m: { $median: { input: '$n', method: 'approximate' } },
          f: { $firstN: { input: '$n', n: '$k' } },
        },
      },
    ],
    [1, 9, 4].map((n) => ({ n, k: 2 })),
    [{ _id: { k: 2 }, m: dbl(4), f: [1, 9] }],
  ],
  [
    '$percentile',
    [{ $group: { _id: null, p: { $percentile: { input: '$n', p: [0, 0.5, 1], method: 'approximate' } } } }],
    [...numbers, { n: 'x' }, {}],
    [{ _id: null, p: [dbl(1), dbl(3), dbl(9)] }],
  ],
];

describe('stages', () => {
  it.each(ROWS)('%s', (_name, stages, docs, result) => {
    expect(run(stages, docs)).toEqual(result.map(shown));
  });
});

describe('$graphLookup', () => {
  const people = [
    { _id: 1, boss: null, name: 'a' },
    { _id: 2, boss: 1, name: 'b' },
    { _id: 3, boss: 2, name: 'c' },
    { _id: 4, boss: [2, 3], name: 'd' },
    { _id: 5, boss: 5, name: 'e' },
  ];
  const search = (start: unknown, more: object = {}): string[] =>
    run(
      [
        {
          $graphLookup: {
            from: 'people',
            startWith: start,
            connectFromField: 'boss',
            connectToField: '_id',
            as: 'up',
            ...more,
          },
        },
        { $project: { up: { $sortArray: { input: '$up', sortBy: { _id: 1 } } } } },
        { $project: { _id: 0, up: { _id: 1, depth: 1 } } },
      ],
      [{}],
      { people },
    );
  const up = (...list: object[]): string[] => [shown({ up: list })];
  it.each<[start: unknown, more: object, result: string[]]>([
    [3, {}, up({ _id: 1 }, { _id: 2 }, { _id: 3 })],
    [
      4,
      { depthField: 'depth' },
      up(
        { _id: 1, depth: long(2) },
        { _id: 2, depth: long(1) },
        { _id: 3, depth: long(1) },
        { _id: 4, depth: long(0) },
      ),
    ],
    [3, { maxDepth: 1 }, up({ _id: 2 }, { _id: 3 })],
    [5, {}, up({ _id: 5 })],
    [[1, 5], {}, up({ _id: 1 }, { _id: 5 })],
    [3, { restrictSearchWithMatch: { name: { $ne: 'b' } } }, up({ _id: 3 })],
    ['nobody', {}, up()],
  ])('from %j with %j', (start, more, result) => {
    expect(search(start, more)).toEqual(result);
  });
});

describe('mistakes', () => {
  it.each<[stage: object, code: number]>([
    [{ $bucketAuto: { groupBy: '$n', buckets: 0 } }, 40243],
    [{ $bucketAuto: { groupBy: 'n', buckets: 1 } }, 40239],
    [{ $bucketAuto: { groupBy: '$n', buckets: 'x' } }, 40241],
    [{ $bucketAuto: { groupBy: '$n', buckets: 1, granularity: 'X' } }, 40257],
    [{ $bucketAuto: { groupBy: '$n', buckets: 1, granularity: 'E24' } }, 238],
    [{ $bucketAuto: { groupBy: '$n', buckets: 1, x: 1 } }, 40245],
    [{ $densify: { field: 'n', range: { step: 0, bounds: 'full' } } }, 5733401],
    [{ $densify: { field: 'n', range: { step: 1, bounds: 'all' } } }, 5946802],
    [{ $densify: { field: 'n', range: { step: 1, bounds: [2, 1] } } }, 5733402],
    [{ $densify: { field: 'n' } }, 40414],
    [{ $fill: { output: { a: { method: 'locf' } } } }, 6050202],
    [{ $fill: { sortBy: { a: 1 }, output: { a: { method: 'x' } } } }, 6050202],
    [
      { $graphLookup: { from: 'x', startWith: 1, connectFromField: 'a', connectToField: 'b', as: 'c', maxDepth: -1 } },
      40101,
    ],
    [{ $graphLookup: { from: 'x', nope: 1 } }, 40104],
    [{ $unwind: 1 }, 15981],
    [{ $unwind: {} }, 28812],
    [{ $unwind: { path: '$a', preserveNullAndEmptyArrays: 1 } }, 28809],
    [{ $sample: { size: 0 } }, 28747],
    [{ $sample: { size: 'x' } }, 28746],
    [{ $sample: {} }, 28749],
    [{ $group: { _id: 1, a: { $sum: 1, $avg: 1 } } }, 40238],
    [{ $group: { _id: 1, a: { $sum: [1, 2] } } }, 40237],
    [{ $group: { _id: 1, a: { $accumulator: {} } } }, 238],
    [{ $group: { _id: 1, a: { $topN: { output: 1, sortBy: { a: 1 } } } } }, 5788003],
    [{ $group: { _id: 1, a: { $median: { input: '$a' } } } }, 40414],
    [{ $group: { _id: 1, a: { $percentile: { input: '$a', p: [2], method: 'approximate' } } } }, 7750303],
    [{ $listSessions: {} }, 238],
  ])('%j throws %i', (stage, code) => {
    expect(() => compiled([stage])).toThrow(expect.objectContaining({ code }));
  });
  it.each<[stages: object[], docs: object[], code: number]>([
    [[{ $redact: 'x' }], [{}], 17053],
    [[{ $bucketAuto: { groupBy: '$n', buckets: 1, granularity: '1-2-5' } }], [{ n: 'x' }], 40258],
    [[{ $densify: { field: 'n', range: { step: 1, bounds: 'full' } } }], [{ n: 'x' }], 5733201],
    [[{ $group: { _id: 1, a: { $maxN: { input: '$a', n: 0 } } } }], [{}], 5787908],
  ])('%j over %j throws %i', (stages, docs, code) => {
    expect(() => run(stages, docs)).toThrow(expect.objectContaining({ code }));
  });
  it('a source of its own has to be first', () => {
    expect(() => compiled([{ $match: {} }, { $documents: [] }])).toThrow(expect.objectContaining({ code: 40602 }));
  });
});

describe('memory', () => {
  const many = Array.from({ length: 300 }, (_, a) => ({ _id: a, a, s: 'x'.repeat(100) }));
  it.each<[name: string, stages: object[]]>([
    ['$sort', [{ $sort: { a: 1 } }]],
    ['$group', [{ $group: { _id: '$a' } }]],
    ['$group', [{ $group: { _id: null, all: { $push: '$s' } } }]],
    ['$group', [{ $group: { _id: null, all: { $addToSet: '$a' } } }]],
    ['$group', [{ $group: { _id: null, all: { $topN: { n: 500, output: '$s', sortBy: { a: 1 } } } } }]],
    ['$bucketAuto', [{ $bucketAuto: { groupBy: '$a', buckets: 2 } }]],
    ['$facet', [{ $facet: { x: [] } }]],
    ['$setWindowFields', [{ $setWindowFields: { output: { n: { $sum: 1 } } } }]],
    ['$sample', [{ $sample: { size: 300 } }]],
    ['$densify', [{ $densify: { field: 'a', range: { step: 1, bounds: 'full' } } }]],
    ['$lookup', [{ $limit: 1 }, { $lookup: { from: 'many', pipeline: [], as: 'all' } }]],
    [
      '$graphLookup',
      [
        { $limit: 1 },
        {
          $graphLookup: {
            from: 'many',
            startWith: 'x'.repeat(100),
            connectFromField: 'a',
            connectToField: 's',
            as: 'r',
          },
        },
      ],
    ],
  ])('of %s is limited: %j', (name, stages) => {
    const pipeline = compiled(stages, envOf({ many }, 10_000));
    expect(() => [...withoutPauses(pipeline.run(docsOf(many)))]).toThrow(
      expect.objectContaining({ code: 292, message: expect.stringContaining(name) as string }),
    );
  });

  it('is one budget for all stages, given back as they end', () => {
    const env = envOf({}, 200_000);
    const stages = [{ $sort: { a: 1 } }, { $group: { _id: null, all: { $push: '$s' } } }];
    for (let i = 0; i < 3; i++) expect([...withoutPauses(compiled(stages, env).run(docsOf(many)))]).toHaveLength(1);
    expect(() => [...withoutPauses(compiled(stages, envOf({}, 120_000)).run(docsOf(many)))]).toThrow(
      expect.objectContaining({ code: 292 }),
    );
  });
});
