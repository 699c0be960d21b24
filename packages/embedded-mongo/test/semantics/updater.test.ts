import { Binary, Decimal128, Double, Int32, Long } from 'bson';
import { describe, expect, it } from 'vitest';

import { compileUpdate, docForUpsert } from '../../src/updater/index.js';
import { encode } from '../../src/values/codec.js';
import { docOf, docsOf, show, shown } from './doc-of.js';

const update = (
  doc: object,
  change: object,
  options: { arrayFilters?: object[]; positional?: number; isInsert?: boolean } = {},
): { text: string; changed: boolean } => {
  const input = docOf(doc);
  const before = encode(input);
  const compiled = compileUpdate(Array.isArray(change) ? docsOf(change as object[]) : docOf(change), {
    ...(options.arrayFilters === undefined ? {} : { arrayFilters: docsOf(options.arrayFilters) }),
  });
  const { doc: out, changed } = compiled.apply(input, {
    isInsert: options.isInsert ?? false,
    ...(options.positional === undefined ? {} : { positional: options.positional }),
    now: new Date(1000),
  });
  expect(encode(input).equals(before), 'the input is not touched').toBe(true);
  return { text: show(out), changed };
};

describe('operators', () => {
  it.each<[change: object, before: object, after: object]>([
    [{ $set: { a: 1 } }, {}, { a: 1 }],
    [{ $set: { b: 1, a: 2 } }, {}, { a: 2, b: 1 }],
    [
      { $set: { 'x.10': 1, 'x.9': 2 } },
      {},
      {
        x: new Map([
          ['9', 2],
          ['10', 1],
        ]),
      },
    ],
    [{ $set: { 'a.b.c': 1 } }, { a: { z: 0 } }, { a: { z: 0, b: { c: 1 } } }],
    [{ $set: { 'a.1': 'x' } }, { a: [1, 2] }, { a: [1, 'x'] }],
    [{ $set: { 'a.3': 'x' } }, { a: [1] }, { a: [1, null, null, 'x'] }],
    [{ $set: { 'a.0.b': 1 } }, { a: [] }, { a: [{ b: 1 }] }],
    [
      { $unset: { a: '', 'b.c': 1, 'd.0': 1, 'e.f': 1 } },
      { a: 1, b: { c: 1, x: 2 }, d: [1, 2], e: 5 },
      { b: { x: 2 }, d: [null, 2], e: 5 },
    ],
    [{ $inc: { a: 1 } }, { a: 2147483647 }, { a: Long.fromString('2147483648') }],
    [{ $inc: { a: 1, b: 1.5, c: Long.ONE } }, { a: 1, b: 1 }, { a: 2, b: 2.5, c: Long.ONE }],
    [{ $inc: { a: Decimal128.fromString('0.10') } }, { a: 1 }, { a: Decimal128.fromString('1.10') }],
    [{ $inc: { a: 1 } }, { a: 0.5 }, { a: 1.5 }],
    [{ $mul: { a: 3, b: 2 } }, { a: 4 }, { a: 12, b: 0 }],
    [{ $mul: { a: 65536 } }, { a: 65536 }, { a: Long.fromString('4294967296') }],
    [{ $min: { a: 1, b: 5, c: 1 } }, { a: 2, b: 3 }, { a: 1, b: 3, c: 1 }],
    [{ $max: { a: 'x' } }, { a: 5 }, { a: 'x' }],
    [{ $rename: { a: 'c.d', x: 'y' } }, { a: 1, b: 2 }, { b: 2, c: { d: 1 } }],
    [{ $currentDate: { a: true, b: { $type: 'date' } } }, {}, { a: new Date(1000), b: new Date(1000) }],
    [{ $setOnInsert: { a: 1 } }, {}, {}],
    [{ $push: { a: 1 } }, {}, { a: [1] }],
    [{ $push: { a: { $each: [3, 1], $sort: 1, $slice: 2 } } }, { a: [2] }, { a: [1, 2] }],
    [{ $push: { a: { $each: [9], $position: -1 } } }, { a: [1, 2] }, { a: [1, 9, 2] }],
    [{ $push: { a: { $each: [9, 8], $position: 0, $slice: -3 } } }, { a: [1, 2] }, { a: [8, 1, 2] }],
    [
      { $push: { a: { $each: [{ s: 1 }], $sort: { s: -1 } } } },
      { a: [{ s: 0 }, { s: 5 }] },
      { a: [{ s: 5 }, { s: 1 }, { s: 0 }] },
    ],
    [{ $push: { a: [1, 2] } }, { a: [] }, { a: [[1, 2]] }],
    [{ $addToSet: { a: { $each: [1, 2, 2] } } }, { a: [1.0] }, { a: [1, 2] }],
    [
      { $addToSet: { a: { x: 1, y: 2 } } },
      { a: [{ y: 2, x: 1 }] },
      {
        a: [
          { y: 2, x: 1 },
          { x: 1, y: 2 },
        ],
      },
    ],
    [{ $pop: { a: 1, b: -1, c: 1 } }, { a: [1, 2], b: [1, 2] }, { a: [1], b: [2] }],
    [{ $pull: { a: { $gte: 3 } } }, { a: [1, 3, 'x', 5] }, { a: [1, 'x'] }],
    [{ $pull: { a: { s: 1 } } }, { a: [{ s: 1, t: 2 }, { s: 2 }, 7] }, { a: [{ s: 2 }, 7] }],
    [{ $pull: { a: 2 } }, { a: [1, 2.0, [2]] }, { a: [1, [2]] }],
    [{ $pull: { a: [1, 2] } }, { a: [[1, 2], 1, 2] }, { a: [1, 2] }],
    [{ $pull: { a: { $elemMatch: { b: 1 } } } }, { a: [[{ b: 1 }], [{ b: 2 }]] }, { a: [[{ b: 2 }]] }],
    [{ $pullAll: { a: [1, 'x'] } }, { a: [1, 2, 'x', 1] }, { a: [2] }],
    [
      { $bit: { a: { and: 12 }, b: { or: Long.fromNumber(1) }, c: { xor: 5 } } },
      { a: 10, b: 2 },
      { a: 8, b: Long.fromNumber(3), c: 5 },
    ],
    [{ $set: { a: 1 }, $inc: { b: 1 }, $unset: { c: 1 }, $push: { d: 1 } }, { c: 1 }, { a: 1, b: 1, d: [1] }],
    [{}, { _id: 1, a: 1 }, { _id: 1 }],
    [{ b: 2 }, { _id: 1, a: 1 }, { _id: 1, b: 2 }],
    [[{ $set: { b: { $add: ['$a', 1] } } }, { $unset: 'a' }], { _id: 1, a: 1 }, { _id: 1, b: 2 }],
    [[{ $replaceWith: { c: '$a' } }], { _id: 1, a: 1 }, { _id: 1, c: 1 }],
  ])('%j on %j', (change, before, after) => {
    expect(update(before, change).text).toBe(shown(after));
  });

  it('keeps the types of what it does not touch', () => {
    const before = {
      a: new Int32(1),
      b: new Double(1),
      c: Long.fromNumber(1),
      d: Decimal128.fromString('1.0'),
      e: new Binary(Buffer.from('x')),
    };
    expect(update(before, { $set: { z: 1 } }).text).toBe(shown({ ...before, z: 1 }));
  });

  it.each<[object, object, boolean]>([
    [{ $set: { a: 1 } }, { a: 1 }, false],
    [{ $set: { a: new Double(1) } }, { a: 1 }, true],
    [{ $set: { a: { x: 1 } } }, { a: { x: 1 } }, false],
    [{ $unset: { b: 1 } }, { a: 1 }, false],
    [{ $inc: { a: 0 } }, { a: 1 }, false],
    [{ $min: { a: 5 } }, { a: 1 }, false],
    [{ $addToSet: { a: 1 } }, { a: [1] }, false],
    [{ $pull: { a: 9 } }, { a: [1] }, false],
    [{ $pop: { a: 1 } }, { a: [] }, false],
    [{ $setOnInsert: { b: 1 } }, { a: 1 }, false],
    [{ $push: { a: { $each: [] } } }, { a: [1] }, false],
    [{ a: 1 }, { _id: 1, a: 1 }, false],
  ])('%j on %j reports changed = %s', (change, before, changed) => {
    expect(update(before, change).changed).toBe(changed);
  });
});

describe('positional paths', () => {
  it('replaces $ by the matched index, in several paths', () => {
    expect(
      update({ a: [{ b: 1 }, { b: 2 }] }, { $set: { 'a.$.b': 9 }, $inc: { 'a.$.n': 1 } }, { positional: 1 }).text,
    ).toBe(shown({ a: [{ b: 1 }, { b: 9, n: 1 }] }));
    expect(() => update({ a: [1] }, { $set: { 'a.$': 1 } })).toThrow(expect.objectContaining({ code: 2 }));
  });
  it('goes through all elements with $[]', () => {
    expect(update({ a: [{ n: 1 }, {}] }, { $inc: { 'a.$[].n': 1 } }).text).toBe(shown({ a: [{ n: 2 }, { n: 1 }] }));
  });
  it('goes through filtered elements, nested', () => {
    const doc = {
      a: [
        { k: 1, b: [1, 5] },
        { k: 2, b: [5] },
      ],
    };
    expect(
      update(doc, { $set: { 'a.$[x].b.$[y]': 0 } }, { arrayFilters: [{ 'x.k': 1 }, { y: { $gt: 3 } }] }).text,
    ).toBe(
      shown({
        a: [
          { k: 1, b: [1, 0] },
          { k: 2, b: [5] },
        ],
      }),
    );
  });
  it.each<[object, object[], number]>([
    [{ $set: { 'a.$[x]': 1 } }, [], 2],
    [{ $set: { 'a.$[x]': 1 } }, [{ x: 1 }, { y: 1 }], 9],
    [{ $set: { 'a.$[x]': 1 } }, [{ x: 1 }, { x: 2 }], 9],
    [{ $set: { 'a.$[]': 1, 'a.$[x]': 2 } }, [{ x: 1 }], 40],
    [{ $set: { 'b.$[]': 1 } }, [], 2],
  ])('%j with %j throws %i', (change, arrayFilters, code) => {
    expect(() => update({ a: [1] }, change, { arrayFilters })).toThrow(expect.objectContaining({ code }));
  });
});

describe('errors', () => {
  it.each<[object, object, number]>([
    [{ $foo: { a: 1 } }, {}, 9],
    [{ $set: 1 }, {}, 9],
    [{ $set: { a: 1 }, b: 1 }, {}, 9],
    [{ a: 1, $set: { b: 1 } }, {}, 52],
    [{ $set: { a: 1 }, $inc: { a: 1 } }, {}, 40],
    [{ $set: { a: 1, 'a.b': 1 } }, {}, 40],
    [{ $set: { 'a.b': 1 }, $unset: { a: 1 } }, {}, 40],
    [{ $rename: { a: 'b' }, $set: { b: 1 } }, {}, 40],
    [{ $set: { '': 1 } }, {}, 56],
    [{ $set: { 'a..b': 1 } }, {}, 56],
    [{ $set: { $x: 1 } }, {}, 52],
    [{ $set: { _id: 2 } }, { _id: 1 }, 66],
    [{ $unset: { _id: 1 } }, { _id: 1 }, 66],
    [{ _id: 2 }, { _id: 1 }, 66],
    [{ $set: { 'a.b': 1 } }, { a: 5 }, 28],
    [{ $set: { 'a.b': 1 } }, { a: null }, 28],
    [{ $set: { 'a.b': 1 } }, { a: [1] }, 28],
    [{ $inc: { a: 'x' } }, {}, 14],
    [{ $inc: { a: 1 } }, { a: 'x' }, 14],
    [{ $inc: { a: 1 } }, { a: null }, 14],
    [{ $inc: { a: 1 } }, { a: Long.MAX_VALUE }, 2],
    [{ $push: { a: 1 } }, { a: 5 }, 2],
    [{ $push: { a: { $each: 1 } } }, {}, 2],
    [{ $push: { a: { $each: [], $foo: 1 } } }, {}, 2],
    [{ $addToSet: { a: 1 } }, { a: null }, 2],
    [{ $pop: { a: 2 } }, {}, 9],
    [{ $pop: { a: 1 } }, { a: 5 }, 14],
    [{ $pull: { a: 1 } }, { a: 5 }, 2],
    [{ $pullAll: { a: 1 } }, {}, 2],
    [{ $bit: { a: { and: 1.5 } } }, {}, 2],
    [{ $bit: { a: { and: 1 } } }, { a: 1.5 }, 2],
    [{ $rename: { 'a.0.b': 'c' } }, { a: [{ b: 1 }] }, 2],
    [[{ $match: {} }], {}, 72],
  ])('%j on %j throws %i', (change, before, code) => {
    expect(() => update(before, change)).toThrow(expect.objectContaining({ code }));
  });
});

describe('upsert', () => {
  it.each<[object, object]>([
    [
      { a: 1, b: { $gt: 1 }, 'c.d': 'x', _id: 7 },
      { _id: 7, a: 1, c: { d: 'x' } },
    ],
    [
      { $and: [{ a: { $eq: 1 } }, { b: { $in: [2] } }], $or: [{ c: 3 }] },
      { a: 1, b: 2, c: 3 },
    ],
    [{ $or: [{ a: 1 }, { b: 1 }], c: /x/ }, {}],
    [{ a: { x: 1 } }, { a: { x: 1 } }],
  ])('%j starts from %j', (filter, expected) => {
    expect(show(docForUpsert(docOf(filter)))).toBe(shown(expected));
  });
  it('refuses a path given twice', () => {
    expect(() => docForUpsert(docOf({ a: 1, $and: [{ a: 2 }] }))).toThrow(expect.objectContaining({ code: 54 }));
  });
  it('applies $setOnInsert and puts _id first', () => {
    expect(update({ a: 1 }, { $setOnInsert: { _id: 5, b: 2 } }, { isInsert: true }).text).toBe(
      shown({ _id: 5, a: 1, b: 2 }),
    );
  });
});
