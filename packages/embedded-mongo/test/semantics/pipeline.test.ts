import { Decimal128, Double, Long } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Pacer } from '../../src/flow/pacer.js';
import { withoutPauses } from '../../src/flow/pause.js';
import { compilePipeline, type Pipeline, type PipelineEnv } from '../../src/pipeline/index.js';
import { MemoryBudget } from '../../src/pipeline/memory.js';
import type { Doc } from '../../src/values/types.js';
import { docOf, docsOf, show, shown } from './doc-of.js';

const now = new Date(0);
const dbl = (n: number): Double => new Double(n);
const long = (n: number): Long => Long.fromNumber(n);

function envOf(collections: Record<string, object[]> = {}, memoryLimitBytes = 1e8): PipelineEnv {
  const all = (name: string): ReturnType<typeof docsOf> => docsOf(collections[name] ?? []);
  const pacer = new Pacer({ client: {}, lsid: undefined, inTransaction: false }, undefined, undefined);
  return {
    now,
    memory: new MemoryBudget(memoryLimitBytes),
    pacer,
    lookup: (name) => ({ isIndexed: () => false, findByEquality: () => all(name), scan: () => all(name) }),
  };
}

const compiled = (stages: object[], env = envOf()): Pipeline => compilePipeline(docsOf(stages), env);
const results = (pipeline: Pipeline, docs: Iterable<Doc>, options = {}): Doc[] => [
  ...withoutPauses(pipeline.run(docs, options)),
];
const run = (stages: object[], docs: object[], collections: Record<string, object[]> = {}): string[] =>
  results(compiled(stages, envOf(collections)), docsOf(docs)).map(show);

const people = [
  { _id: 1, d: 'x', n: 5, tags: ['a', 'b'] },
  { _id: 2, d: 'y', n: 7, tags: [] },
  { _id: 3, d: 'x', n: 9 },
  { _id: 4, n: null, tags: 'z' },
];

describe('stages', () => {
  it.each<[name: string, stages: object[], result: object[]]>([
    [
      '$match, $sort, $skip, $limit, $project',
      [
        { $match: { n: { $gt: 1 } } },
        { $sort: { n: -1 } },
        { $skip: 1 },
        { $limit: 1 },
        { $project: { n: 1, _id: 0 } },
      ],
      [{ n: 7 }],
    ],
    [
      '$group over a field',
      [
        {
          $group: {
            _id: '$d',
            total: { $sum: '$n' },
            c: { $count: {} },
            avg: { $avg: '$n' },
            max: { $max: '$n' },
            ids: { $push: '$_id' },
          },
        },
      ],
      [
        { _id: 'x', total: 14, c: 2, avg: dbl(7), max: 9, ids: [1, 3] },
        { _id: 'y', total: 7, c: 1, avg: dbl(7), max: 7, ids: [2] },
        { _id: null, total: 0, c: 1, avg: null, max: null, ids: [4] },
      ],
    ],
    [
      '$group of all',
      [
        {
          $group: {
            _id: null,
            first: { $first: '$d' },
            last: { $last: '$d' },
            set: { $addToSet: '$d' },
            dev: { $stdDevPop: '$n' },
            m: { $mergeObjects: { k: '$n' } },
          },
        },
      ],
      [{ _id: null, first: 'x', last: null, set: ['x', 'y'], dev: Math.sqrt(8 / 3), m: { k: null } }],
    ],
    [
      '$group by several fields',
      [{ $group: { _id: { d: '$d', big: { $gt: ['$n', 6] } } } }, { $sort: { _id: 1 } }],
      [
        { _id: { d: 'x', big: false } },
        { _id: { d: 'x', big: true } },
        { _id: { d: 'y', big: true } },
        { _id: { big: false } },
      ],
    ],
    [
      '$top, $bottomN, $firstN, $maxN',
      [
        {
          $group: {
            _id: null,
            t: { $top: { sortBy: { n: -1 }, output: '$_id' } },
            b: { $bottomN: { n: 2, sortBy: { n: 1 }, output: '$_id' } },
            f: { $firstN: { n: 2, input: '$_id' } },
            m: { $maxN: { n: 2, input: '$n' } },
          },
        },
      ],
      [{ _id: null, t: 3, b: [2, 3], f: [1, 2], m: [9, 7] }],
    ],
    [
      '$addFields keeps places and adds behind',
      [{ $match: { _id: 1 } }, { $addFields: { d: 'q', 'new.x': { $add: ['$n', 1] }, gone: '$missing' } }],
      [{ _id: 1, d: 'q', n: 5, tags: ['a', 'b'], new: { x: 6 } }],
    ],
    [
      '$set on documents in arrays',
      [{ $limit: 1 }, { $set: { tags: [{ k: 1 }, 2] } }, { $set: { 'tags.z': 0 } }, { $project: { tags: 1, _id: 0 } }],
      [{ tags: [{ k: 1, z: 0 }, { z: 0 }] }],
    ],
    ['$unset', [{ $limit: 1 }, { $unset: ['tags', 'n'] }], [{ _id: 1, d: 'x' }]],
    [
      '$unwind',
      [{ $unwind: '$tags' }, { $project: { tags: 1 } }],
      [
        { _id: 1, tags: 'a' },
        { _id: 1, tags: 'b' },
        { _id: 4, tags: 'z' },
      ],
    ],
    [
      '$unwind keeping',
      [
        { $unwind: { path: '$tags', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i' } },
        { $project: { i: 1, tags: 1 } },
      ],
      [
        { _id: 1, tags: 'a', i: long(0) },
        { _id: 1, tags: 'b', i: long(1) },
        { _id: 2, i: null },
        { _id: 3, i: null },
        { _id: 4, tags: 'z', i: null },
      ],
    ],
    ['$count', [{ $match: { d: 'x' } }, { $count: 'c' }], [{ c: 2 }]],
    ['$count of nothing', [{ $match: { d: 'none' } }, { $count: 'c' }], []],
    ['$sortByCount', [{ $sortByCount: '$d' }, { $limit: 1 }], [{ _id: 'x', count: 2 }]],
    [
      '$bucket',
      [{ $bucket: { groupBy: '$n', boundaries: [0, 6, 8], default: 'other', output: { ids: { $push: '$_id' } } } }],
      [
        { _id: 0, ids: [1] },
        { _id: 6, ids: [2] },
        { _id: 'other', ids: [3, 4] },
      ],
    ],
    ['$replaceRoot', [{ $limit: 1 }, { $replaceRoot: { newRoot: { z: '$n' } } }], [{ z: 5 }]],
    ['$replaceWith', [{ $limit: 1 }, { $replaceWith: { $mergeObjects: [{ z: 1 }, { y: '$d' }] } }], [{ z: 1, y: 'x' }]],
    [
      '$facet',
      [
        {
          $facet: {
            n: [{ $count: 'c' }],
            top: [{ $sort: { n: -1 } }, { $limit: 1 }, { $project: { n: 1 } }],
            none: [{ $match: { d: 'no' } }],
          },
        },
      ],
      [{ n: [{ c: 4 }], top: [{ _id: 3, n: 9 }], none: [] }],
    ],
    [
      '$project with computed order',
      [{ $limit: 1 }, { $project: { z: '$d', n: 1, y: { $literal: 1 } } }],
      [{ _id: 1, n: 5, z: 'x', y: 1 }],
    ],
  ])('%s', (_name, stages, result) => {
    expect(run(stages, people)).toEqual(result.map(shown));
  });

  it('$sample gives distinct documents', () => {
    expect(new Set(run([{ $sample: { size: 3 } }], people)).size).toBe(3);
    expect(run([{ $sample: { size: 99 } }], people)).toHaveLength(4);
  });

  it('sums decimals and doubles exactly', () => {
    const docs = [...Array.from({ length: 10 }, () => ({ v: 0.1 })), { v: 'ignored' }];
    expect(run([{ $group: { _id: null, s: { $sum: '$v' } } }], docs)).toEqual([shown({ _id: null, s: dbl(1) })]);
    const decimals = [{ v: Decimal128.fromString('0.1') }, { v: Decimal128.fromString('0.2') }, { v: 1 }];
    expect(run([{ $group: { _id: null, s: { $sum: '$v' } } }], decimals)).toEqual([
      shown({ _id: null, s: Decimal128.fromString('1.3') }),
    ]);
    expect(run([{ $group: { _id: null, s: { $sum: '$v' } } }], [{ v: 2147483647 }, { v: 1 }])).toEqual([
      shown({ _id: null, s: long(2147483648) }),
    ]);
  });

  it('groups 1, 1.0 and Long(1) together', () => {
    expect(
      run(
        [{ $group: { _id: '$v', c: { $sum: 1 } } }],
        [{ v: 1 }, { v: dbl(1) }, { v: long(1) }, { v: Decimal128.fromString('1.0') }],
      ),
    ).toEqual([shown({ _id: 1, c: 4 })]);
  });
});

describe('$lookup', () => {
  const depts = [{ _id: 'x', t: 'X' }, { _id: 'y', t: 'Y' }, { _id: null, t: 'null' }, { t: 'none' }];
  it('joins by equality; nothing local counts as null', () => {
    expect(
      run(
        [
          { $lookup: { from: 'depts', localField: 'd', foreignField: '_id', as: 'dept' } },
          { $project: { dept: '$dept.t' } },
        ],
        people,
        { depts },
      ),
    ).toEqual(
      [
        { _id: 1, dept: ['X'] },
        { _id: 2, dept: ['Y'] },
        { _id: 3, dept: ['X'] },
        { _id: 4, dept: ['null', 'none'] },
      ].map(shown),
    );
  });
  it('joins arrays by their elements', () => {
    expect(
      run(
        [
          { $match: { _id: 1 } },
          { $lookup: { from: 'tags', localField: 'tags', foreignField: 'k', as: 'r.found' } },
          { $project: { r: 1 } },
        ],
        people,
        { tags: [{ k: 'b' }, { k: ['q', 'a'] }, { k: 'c' }] },
      ),
    ).toEqual([shown({ _id: 1, r: { found: [{ k: 'b' }, { k: ['q', 'a'] }] } })]);
  });
  it('runs a pipeline with variables, nested, and combined with fields', () => {
    const pipeline = [
      { $match: { $expr: { $eq: ['$_id', '$$dept'] } } },
      {
        $lookup: {
          from: 'people',
          let: { id: '$_id' },
          pipeline: [{ $match: { $expr: { $eq: ['$d', '$$id'] } } }, { $count: 'c' }],
          as: 'n',
        },
      },
      { $project: { _id: 0, t: 1, n: '$n.c', outer: '$$dept' } },
    ];
    expect(
      run(
        [{ $limit: 2 }, { $lookup: { from: 'depts', let: { dept: '$d' }, pipeline, as: 'r' } }, { $project: { r: 1 } }],
        people,
        { depts, people },
      ),
    ).toEqual(
      [
        { _id: 1, r: [{ t: 'X', n: [2], outer: 'x' }] },
        { _id: 2, r: [{ t: 'Y', n: [1], outer: 'y' }] },
      ].map(shown),
    );
    expect(
      run(
        [
          { $limit: 1 },
          {
            $lookup: {
              from: 'people',
              localField: 'd',
              foreignField: 'd',
              let: { me: '$_id' },
              pipeline: [{ $match: { $expr: { $ne: ['$_id', '$$me'] } } }, { $project: { _id: 1 } }],
              as: 'others',
            },
          },
          { $project: { others: 1 } },
        ],
        people,
        { people },
      ),
    ).toEqual([shown({ _id: 1, others: [{ _id: 3 }] })]);
    expect(
      run(
        [
          { $limit: 1 },
          { $lookup: { from: 'depts', pipeline: [{ $match: { t: 'X' } }], as: 'r' } },
          { $project: { r: 1 } },
        ],
        people,
        { depts },
      ),
    ).toEqual([shown({ _id: 1, r: [{ _id: 'x', t: 'X' }] })]);
  });
  it('names the collections it reads', () => {
    expect(compiled([{ $lookup: { from: 'a', pipeline: [{ $unionWith: 'b' }], as: 'x' } }]).foreignCollections).toEqual(
      new Set(['a', 'b']),
    );
  });
});

describe('$setWindowFields', () => {
  const rows = [
    { p: 'b', v: 1 },
    { p: 'a', v: 3 },
    { p: 'a', v: 1 },
    { p: 'a', v: 3 },
  ];
  it('ranks, runs totals and takes windows', () => {
    expect(
      run(
        [
          {
            $setWindowFields: {
              partitionBy: '$p',
              sortBy: { v: -1 },
              output: {
                r: { $rank: {} },
                dr: { $denseRank: {} },
                no: { $documentNumber: {} },
                total: { $sum: '$v' },
                running: { $sum: '$v', window: { documents: ['unbounded', 'current'] } },
                near: { $push: '$v', window: { documents: [-1, 0] } },
                prev: { $shift: { output: '$v', by: -1, default: 0 } },
              },
            },
          },
        ],
        rows,
      ),
    ).toEqual(
      [
        { p: 'a', v: 3, r: long(1), dr: long(1), no: long(1), total: 7, running: 3, near: [3], prev: 0 },
        { p: 'a', v: 3, r: long(1), dr: long(1), no: long(2), total: 7, running: 6, near: [3, 3], prev: 3 },
        { p: 'a', v: 1, r: long(3), dr: long(2), no: long(3), total: 7, running: 7, near: [3, 1], prev: 3 },
        { p: 'b', v: 1, r: long(1), dr: long(1), no: long(1), total: 1, running: 1, near: [1], prev: 0 },
      ].map(shown),
    );
  });
  it.each<[object, number]>([
    [{ output: { r: { $rank: {} } } }, 5371602],
    [{ output: { r: { $derivative: {} } } }, 9],
  ])('%j throws %i', (spec, code) => {
    expect(() => compiled([{ $setWindowFields: spec }])).toThrow(expect.objectContaining({ code }));
  });
});

describe('for the planner', () => {
  it('gives leading match, sort and limit, and can leave them out', () => {
    const p = compiled([{ $match: { a: 1 } }, { $match: { b: 2 } }, { $sort: { c: 1 } }, { $skip: 2 }, { $limit: 3 }]);
    expect(show(p.leadingMatch as never)).toBe(shown({ $and: [{ a: 1 }, { b: 2 }] }));
    expect(show(p.leadingSort as never)).toBe(shown({ c: 1 }));
    expect(p.leadingLimit).toBe(5);
    expect(
      results(p, docsOf([{ c: 2 }, { c: 1 }, { c: 0 }]), { skipLeadingMatch: true, skipLeadingSort: true }).map(show),
    ).toEqual([shown({ c: 0 })]);
  });
  it.each<[object[], string[] | undefined]>([
    [
      [{ $match: { 'a.b': 1 } }, { $group: { _id: '$c', s: { $sum: '$d.e' } } }, { $match: { s: 1 } }],
      ['a', 'c', 'd'],
    ],
    [[{ $match: { a: 1 } }, { $count: 'n' }], ['a']],
    [[{ $sort: { a: 1 } }], undefined],
    [[{ $group: { _id: '$a', docs: { $push: '$$ROOT' } } }], undefined],
    [
      [
        { $unwind: '$x' },
        { $lookup: { from: 'z', localField: 'l', foreignField: 'm', as: 'r' } },
        { $project: { r: 1, _id: 0 } },
      ],
      ['x', 'l', 'r'],
    ],
    [[{ $facet: { a: [{ $count: 'n' }], b: [{ $group: { _id: '$q' } }] } }], ['q']],
    [[{ $facet: { a: [{ $match: { x: 1 } }] } }], undefined],
  ])('%j needs %j', (stages, fields) => {
    expect(compiled(stages).neededFields).toEqual(fields === undefined ? undefined : new Set(fields));
  });
  it('hands over a final $merge or $out', () => {
    expect(compiled([{ $match: {} }, { $out: 'x' }]).terminal).toEqual({ stage: '$out', spec: 'x' });
    expect(() => compiled([{ $out: 'x' }, { $match: {} }])).toThrow(expect.objectContaining({ code: 40601 }));
  });
});

describe('limits and refusals', () => {
  it.each<[object, number]>([
    [{ $nope: 1 }, 40324],
    [{ $graphLookup: {} }, 40105],
    [{ $bucketAuto: {} }, 40246],
    [{ $changeStream: {} }, 238],
    [{ $group: { x: 1 } }, 15955],
    [{ $group: { _id: 1, x: { $nope: 1 } } }, 15952],
    [{ $group: { _id: 1, x: 1 } }, 40234],
    [{ $limit: 0 }, 15958],
    [{ $project: {} }, 51272],
    [{ $match: 1 }, 15959],
    [{ $unwind: 'x' }, 28818],
    [{ $match: {}, $limit: 1 }, 40323],
    [{ $facet: { a: [{ $facet: {} }] } }, 40600],
    [{ $project: { a: { $nope: 1 } } }, 31325],
  ])('%j throws %i', (stage, code) => {
    expect(() => compiled([stage])).toThrow(expect.objectContaining({ code }));
  });
  it.each([
    [{ $sort: { a: 1 } }],
    [{ $group: { _id: '$a' } }],
    [{ $group: { _id: null, all: { $push: '$a' } } }],
    [{ $facet: { x: [] } }],
  ])('%j stops at the memory limit', (stage) => {
    const input = docsOf(Array.from({ length: 200 }, (_, a) => ({ a })));
    expect(() => results(compiled([stage], envOf({}, 5000)), input)).toThrow(expect.objectContaining({ code: 292 }));
  });
  it('keeps only the first documents of $sort with $limit', () => {
    const input = docsOf(Array.from({ length: 2000 }, (_, i) => ({ a: (i * 7919) % 2000 })));
    const out = results(compiled([{ $sort: { a: 1 } }, { $limit: 3 }], envOf({}, 50_000)), input);
    expect(out.map(show)).toEqual([0, 1, 2].map((a) => shown({ a })));
  });
  it('reads no more input than $limit needs', () => {
    let read = 0;
    function* input(): Generator<ReturnType<typeof docOf>> {
      for (;;) {
        read += 1;
        yield docOf({ a: read });
      }
    }
    expect(results(compiled([{ $match: { a: { $gt: 2 } } }, { $limit: 2 }]), input())).toHaveLength(2);
    expect(read).toBe(4);
  });
  it('top-k sorting agrees with sorting all', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 300 }),
        fc.integer({ min: 1, max: 40 }),
        (values, k) => {
          const docs = values.map((a, i) => ({ a, i }));
          const all = run([{ $sort: { a: 1 } }], docs).slice(0, k);
          expect(run([{ $sort: { a: 1 } }, { $limit: k }], docs)).toEqual(all);
        },
      ),
      { numRuns: 50 },
    );
  });
});
