import { Decimal128 } from 'bson';
import { describe, expect, it } from 'vitest';

import { compileProjection } from '../../src/projection/index.js';
import { compileSort } from '../../src/sorter/index.js';
import { docOf, docsOf, show, shown } from './doc-of.js';

const doc = { _id: 1, a: 1, b: { c: 2, d: 3 }, e: [{ f: 1, g: 2 }, 5, { f: 3 }, [{ f: 4 }]], h: [1, 2, 3, 4] };

describe('projection', () => {
  it.each<[spec: object, result: object]>([
    [{}, doc],
    [{ a: 1 }, { _id: 1, a: 1 }],
    [
      { h: 1, a: true },
      { _id: 1, a: 1, h: [1, 2, 3, 4] },
    ],
    [{ a: 1, _id: 0 }, { a: 1 }],
    [{ _id: 1 }, { _id: 1 }],
    [{ _id: 0 }, { a: doc.a, b: doc.b, e: doc.e, h: doc.h }],
    [
      { e: 0, h: 0 },
      { _id: 1, a: 1, b: doc.b },
    ],
    [{ 'b.c': 1 }, { _id: 1, b: { c: 2 } }],
    [{ b: { c: 1 } }, { _id: 1, b: { c: 2 } }],
    [
      { 'b.c': 0, e: 0, h: 0 },
      { _id: 1, a: 1, b: { d: 3 } },
    ],
    [{ 'e.f': 1 }, { _id: 1, e: [{ f: 1 }, { f: 3 }, [{ f: 4 }]] }],
    [
      { 'e.f': 0, b: 0, h: 0 },
      { _id: 1, a: 1, e: [{ g: 2 }, 5, {}, [{}]] },
    ],
    [{ 'a.x': 1 }, { _id: 1 }],
    [{ missing: 1 }, { _id: 1 }],
    [
      { h: { $slice: 2 }, b: 0, e: 0 },
      { _id: 1, a: 1, h: [1, 2] },
    ],
    [
      { h: { $slice: -1 }, a: 1 },
      { _id: 1, a: 1, h: [4] },
    ],
    [
      { h: { $slice: [1, 2] }, a: 1 },
      { _id: 1, a: 1, h: [2, 3] },
    ],
    [
      { h: { $slice: [-3, 2] }, a: 1 },
      { _id: 1, a: 1, h: [2, 3] },
    ],
    [{ e: { $elemMatch: { f: 3 } } }, { _id: 1, e: [{ f: 3 }] }],
    [
      { e: { $elemMatch: { f: 9 } }, a: 1 },
      { _id: 1, a: 1 },
    ],
    [{ h: { $elemMatch: { $gt: 2 } } }, { _id: 1, h: [3] }],
    [
      { h: { $slice: 1 }, _id: 1 },
      { _id: 1, h: [1] },
    ],
    [
      { h: { $slice: 1 }, _id: 0 },
      { a: 1, b: doc.b, e: doc.e, h: [1] },
    ],
    [
      { h: { $slice: 0 }, a: 1 },
      { _id: 1, a: 1, h: [] },
    ],
    [
      { h: { $slice: [-9, 2] }, a: 1 },
      { _id: 1, a: 1, h: [1, 2] },
    ],
    [
      { a: { $slice: 1 }, _id: 1 },
      { _id: 1, a: 1 },
    ],
    [{ h: { $slice: ['$h', 1, 2] }, _id: 0 }, { h: [2, 3] }],
    [
      { h: { $elemMatch: { $gt: 2 } }, e: { $slice: 1 }, b: 0 },
      { _id: 1, a: 1, e: [{ f: 1, g: 2 }], h: [3] },
    ],
    [
      { h: { $elemMatch: { $gt: 2 } }, e: { $slice: 1 } },
      { _id: 1, a: 1, b: doc.b, e: [{ f: 1, g: 2 }], h: [3] },
    ],
    [{ h: { $elemMatch: { $gt: 2 } }, _id: 0 }, { h: [3] }],
    [{ a: { $elemMatch: { $gt: 0 } } }, { _id: 1 }],
    [
      { b: { c: 0 }, e: 0, h: 0, _id: 1 },
      { _id: 1, a: 1, b: { d: 3 } },
    ],
    [{ x: null, _id: 0 }, { x: null }],
    [
      { x: 'text', y: ['$a', '$none'], _id: 0 },
      { x: 'text', y: [1, null] },
    ],
    [{ _id: '$a' }, { _id: 1 }],
    [
      { x: '$b.c', a: 1 },
      { _id: 1, a: 1, x: 2 },
    ],
    [
      { a: { $add: ['$a', 1] }, h: 1 },
      { _id: 1, h: [1, 2, 3, 4], a: 2 },
    ],
    [{ 'b.z': { $literal: 0 } }, { _id: 1, b: { z: 0 } }],
    [{ 'h.z': { $literal: 0 }, _id: 0 }, { h: [{ z: 0 }, { z: 0 }, { z: 0 }, { z: 0 }] }],
  ])('%j', (spec, result) => {
    expect(show(compileProjection(docOf(spec)).apply(docOf(doc)))).toBe(shown(result));
  });

  it('gives the matched element with .$', () => {
    const projection = compileProjection(docOf({ 'h.$': 1 }));
    expect(projection.needsPosition).toBe(true);
    expect(show(projection.apply(docOf(doc), { positional: 2 }))).toBe(shown({ _id: 1, h: [3] }));
    expect(() => projection.apply(docOf(doc))).toThrow(expect.objectContaining({ code: 51246 }));
  });

  it.each<[object, number]>([
    [{ a: 1, b: 0 }, 31254],
    [{ a: '$b', b: 0 }, 31254],
    [{ 'a.$': 1, b: 0 }, 31254],
    [{ b: 0, 'a.$': 1 }, 31253],
    [{ 'a.$': 0 }, 31395],
    [{ 'a.$': 'x' }, 31308],
    [{ 'a.$': { $slice: 1 } }, 31271],
    [{ 'a.$.b': 1 }, 31394],
    [{ 'a.$': 1, 'b.$': 1 }, 31276],
    [{ 'a.$': 1, b: { $elemMatch: { x: 1 } } }, 31255],
    [{ b: { $elemMatch: { x: 1 } }, 'a.$': 1 }, 31256],
    [{ a: { $elemMatch: 1 } }, 31274],
    [{ a: { $elemMatch: {}, b: 1 } }, 16410],
    [{ a: { $slice: 'x' } }, 28667],
    [{ a: { $slice: [1, 0] } }, 28724],
    [{ a: {} }, 51270],
    [{ '': 1 }, 40352],
    [{ 'a.': 1 }, 40353],
    [{ 'a..b': 1 }, 15998],
    [{ $a: 1 }, 16410],
    [{ a: 1, b: { $nope: 1 } }, 31325],
    [{ a: 0, b: 1 }, 31253],
    [{ a: 0, b: '$a' }, 31310],
    [{ a: 0, b: { $add: ['$a', 1] } }, 31252],
    [{ a: 1, 'a.b': 1 }, 31249],
    [{ a: { $slice: 1 }, 'a.b': 1 }, 31249],
    [{ a: { $slice: 1 }, 'a.b': 0 }, 31249],
    [{ 'a.b': 0, a: { $slice: 1 } }, 31250],
    [{ c: 1, 'a.b': { $slice: 1 }, a: 1 }, 31250],
    [{ a: 1, 'a.b': { $slice: 1 } }, 31249],
    [{ 'a.b': 1, a: { $elemMatch: { b: 1 } } }, 31250],
    [{ 'a.$': 1, 'a.b': 1 }, 31249],
    [{ a: 1, 'a.$': 1 }, 31250],
    [{ 'a.b': { $slice: 1 }, a: { b: 1 } }, 31250],
    [{ 'a.b': 1, a: 1 }, 31250],
    [{ 'a.b': { $elemMatch: { x: 1 } } }, 31275],
    [{ a: { $meta: 'textScore' } }, 238],
    [{ a: { $nope: 1 } }, 31325],
  ])('%j throws %i', (spec, code) => {
    expect(() => compileProjection(docOf(spec))).toThrow(expect.objectContaining({ code }));
  });

  it('tells which fields suffice', () => {
    expect(compileProjection(docOf({ 'a.b': 1, x: '$c.d' })).neededFields).toEqual(new Set(['_id', 'a', 'c']));
    expect(compileProjection(docOf({ a: 0 })).neededFields).toBeUndefined();
  });
});

describe('sort', () => {
  const sorted = (spec: object, docs: object[]): string =>
    docsOf(docs)
      .sort(compileSort(docOf(spec)).compare)
      .map(show)
      .join();
  const expected = (docs: object[]): string => docs.map(shown).join();

  it.each<[spec: object, shuffled: object[], order: number[]]>([
    [
      { a: 1 },
      [
        { a: 'x' },
        { a: 2 },
        {},
        { a: { b: 1 } },
        { a: [] },
        { a: true },
        { a: Decimal128.fromString('1.5') },
        { a: NaN },
      ],
      [4, 2, 7, 6, 1, 0, 3, 5],
    ],
    [{ a: -1 }, [{ a: 1 }, { a: 3 }, { a: 2 }], [1, 2, 0]],
    [{ a: 1 }, [{ a: [5, 1] }, { a: 2 }, { a: [3, 4] }], [0, 1, 2]],
    [{ a: -1 }, [{ a: [5, 1] }, { a: 2 }, { a: [3, 4] }], [0, 2, 1]],
    [{ a: 1, b: -1 }, [{ a: 1, b: 1 }, { a: 0 }, { a: 1, b: 2 }], [1, 2, 0]],
    [{ 'a.b': 1 }, [{ a: { b: 2 } }, { a: [{ b: 3 }, { b: 1 }] }, { a: 7 }], [2, 1, 0]],
    [{ a: 1 }, [{ a: null, n: 1 }, { n: 2 }], [0, 1]],
  ])('%j', (spec, docs, order) => {
    expect(sorted(spec, docs)).toBe(expected(order.map((i) => docs[i] as object)));
  });

  it.each<[object, number]>([
    [{ a: 2 }, 15975],
    [{ a: 'x' }, 15974],
    [{ a: { b: 1 } }, 17312],
    [{ $x: 1 }, 238],
    [{ 'a..b': 1 }, 15998],
  ])('%j throws %i', (spec, code) => {
    expect(() => compileSort(docOf(spec))).toThrow(expect.objectContaining({ code }));
  });

  it('refuses parallel arrays', () => {
    expect(() => sorted({ a: 1, b: 1 }, [{ a: [1], b: [1] }, {}])).toThrow(expect.objectContaining({ code: 2 }));
  });
});
