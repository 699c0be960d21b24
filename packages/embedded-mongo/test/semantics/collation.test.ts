import { describe, expect, it } from 'vitest';

import { compileFilter } from '../../src/matcher/index.js';
import { conditionsOf } from '../../src/planner/conditions.js';
import { compileSort } from '../../src/sorter/index.js';
import { docOf, docsOf, show, shown } from './doc-of.js';

const collation = (strength: number): ReturnType<typeof docOf> => docOf({ locale: 'en', strength });

describe('collation', () => {
  it.each<[strength: number, filter: object, yes: object[], no: object[]]>([
    [2, { a: 'Abc' }, [{ a: 'abc' }, { a: ['x', 'ABC'] }], [{ a: 'ábc' }, { a: 'abcd' }]],
    [1, { a: 'Abc' }, [{ a: 'ábC' }], [{ a: 'abd' }]],
    [2, { a: { $in: ['X', 1] } }, [{ a: 'x' }, { a: 1 }], [{ a: 'y' }]],
    [2, { a: { $ne: 'X' } }, [{ a: 'y' }], [{ a: 'x' }]],
    [2, { a: { $gte: 'B' } }, [{ a: 'b' }, { a: 'C' }], [{ a: 'A' }, { a: 5 }]],
    [2, { a: { b: 'X' } }, [{ a: { b: 'x' } }], [{ a: { B: 'x' } }]],
    [2, { a: { $elemMatch: { b: 'X' } } }, [{ a: [{ b: 'x' }] }], [{ a: [{ b: 'y' }] }]],
  ])('strength %i, %j', (strength, filter, yes, no) => {
    const { matches } = compileFilter(docOf(filter), { collation: collation(strength) });
    for (const doc of yes) expect(matches(docOf(doc)), JSON.stringify(doc)).toBe(true);
    for (const doc of no) expect(matches(docOf(doc)), JSON.stringify(doc)).toBe(false);
  });

  it('sorts without regard to case', () => {
    const docs = [{ a: 'b' }, { a: 'C' }, { a: 'A' }, { a: 1 }];
    const sorted = docsOf(docs).sort(compileSort(docOf({ a: 1 }), { collation: collation(2) }).compare);
    expect(sorted.map(show)).toEqual([{ a: 1 }, { a: 'A' }, { a: 'b' }, { a: 'C' }].map(shown));
  });

  it('offers no string condition to an index ordered by bytes', () => {
    const { paths } = conditionsOf(compileFilter(docOf({ a: 'x', b: 1 }), { collation: collation(2) }));
    expect([...paths.keys()]).toEqual(['b']);
  });

  it.each<[object, number]>([
    [{ locale: 'en' }, 238],
    [{ locale: 'en', strength: 3 }, 238],
    [{ locale: 'en', strength: 2, caseLevel: true }, 238],
    [{ strength: 2 }, 40414],
    [{ locale: 'not a locale', strength: 2 }, 2],
  ])('%j throws %i', (spec, code) => {
    expect(() => compileFilter(docOf({ a: 1 }), { collation: docOf(spec) })).toThrow(expect.objectContaining({ code }));
  });

  it('takes the simple collation as none', () => {
    const simple = { collation: docOf({ locale: 'simple' }) };
    expect(compileFilter(docOf({ a: 'x' }), simple).matches(docOf({ a: 'X' }))).toBe(false);
  });
});
