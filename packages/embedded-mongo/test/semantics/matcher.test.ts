import { BSONRegExp, Decimal128, Long, MaxKey, MinKey, ObjectId } from 'bson';
import { describe, expect, it } from 'vitest';

import { compileFilter } from '../../src/matcher/index.js';
import { docOf } from './doc-of.js';

const oid = new ObjectId('0123456789abcdef01234567');
const date = new Date(0);

/** filter, documents that match, documents that do not */
type Row = [filter: object, yes: object[], no: object[]];

const TABLES: Record<string, Row[]> = {
  $eq: [
    [
      { a: 1 },
      [{ a: 1 }, { a: 1.0 }, { a: Long.fromNumber(1) }, { a: Decimal128.fromString('1.00') }, { a: [0, 1] }],
      [{ a: '1' }, { a: true }, {}, { a: null }, { a: [[1]] }],
    ],
    [{ a: null }, [{ a: null }, {}, { a: [1, null] }], [{ a: 0 }, { a: [] }, { a: '' }]],
    [
      { 'a.b': null },
      [{}, { a: {} }, { a: [{}] }, { a: { b: null } }, { a: 4 }, { b: 4 }],
      [{ a: [] }, { a: [null] }, { a: [1, 2] }, { a: { b: 4 } }, { a: { b: {} } }],
    ],
    [{ a: [1, 2] }, [{ a: [1, 2] }, { a: [[1, 2], 3] }], [{ a: [2, 1] }, { a: 1 }, { a: [1] }]],
    [{ a: { b: 1, c: 2 } }, [{ a: { b: 1, c: 2 } }, { a: [{ b: 1, c: 2 }] }], [{ a: { c: 2, b: 1 } }, { a: { b: 1 } }]],
    [{ a: {} }, [{ a: {} }], [{ a: { b: 1 } }, {}, { a: [] }]],
    [{ a: 0.1 }, [{ a: 0.1 }], [{ a: Decimal128.fromString('0.1') }]],
    [{ a: NaN }, [{ a: NaN }, { a: Decimal128.fromString('NaN') }], [{ a: 0 }, {}]],
    [{ a: { $eq: new BSONRegExp('x') } }, [{ a: new BSONRegExp('x') }], [{ a: 'x' }, { a: new BSONRegExp('x', 'i') }]],
    [{ a: oid }, [{ a: new ObjectId(oid.toHexString()) }], [{ a: oid.toHexString() }]],
    [{ a: date }, [{ a: new Date(0) }], [{ a: 0 }]],
  ],
  $ne: [
    [{ a: { $ne: 1 } }, [{ a: 2 }, {}, { a: 'x' }, { a: [] }], [{ a: 1 }, { a: [1, 2] }]],
    [{ a: { $ne: null } }, [{ a: 1 }, { a: [] }], [{}, { a: null }, { a: [null] }]],
  ],
  order: [
    [
      { a: { $gt: 1 } },
      [{ a: 2 }, { a: [0, 5] }, { a: Decimal128.fromString('1.1') }, { a: Infinity }],
      [{ a: 1 }, { a: '2' }, {}, { a: null }, { a: NaN }, { a: date }],
    ],
    [{ a: { $lt: 1 } }, [{ a: 0 }, { a: -Infinity }], [{ a: 1 }, { a: NaN }, { a: null }, {}]],
    [{ a: { $gte: null } }, [{ a: null }, {}], [{ a: 0 }]],
    [{ a: { $gt: null } }, [], [{ a: null }, {}, { a: 0 }]],
    [{ a: { $gte: NaN } }, [{ a: NaN }], [{ a: 0 }]],
    [{ a: { $lte: 'b' } }, [{ a: '' }, { a: 'b' }], [{ a: 'ba' }, { a: 1 }]],
    [{ a: { $gt: new MinKey() } }, [{ a: 0 }, { a: null }, { a: 'x' }, { a: new MaxKey() }], [{ a: new MinKey() }]],
    [{ a: { $lt: new MaxKey() } }, [{ a: 0 }, { a: 'x' }], [{ a: new MaxKey() }]],
    [{ a: { $gt: { b: 1 } } }, [{ a: { b: 2 } }, { a: { b: 1, c: 0 } }], [{ a: { b: 1 } }, { a: 5 }]],
    [{ a: { $gt: [1] } }, [{ a: [1, 0] }, { a: [2] }], [{ a: [1] }, { a: 2 }]],
    [{ a: { $gt: 5, $lt: 3 } }, [{ a: [1, 9] }], [{ a: 4 }]],
    [{ a: { $gte: date } }, [{ a: new Date(1) }], [{ a: 5 }]],
    [{ a: { $lt: true } }, [{ a: false }], [{ a: 0 }, { a: true }]],
  ],
  $in: [
    [{ a: { $in: [1, 'x', null] } }, [{ a: 1 }, { a: 'x' }, {}, { a: null }, { a: [5, 1] }], [{ a: 2 }, { a: [] }]],
    [{ a: { $in: [new BSONRegExp('^ab'), 3] } }, [{ a: 'abc' }, { a: 3 }, { a: ['q', 'ab'] }], [{ a: 'xab' }]],
    [{ a: { $in: [[1, 2]] } }, [{ a: [1, 2] }, { a: [[1, 2]] }], [{ a: 1 }]],
    [{ a: { $in: [] } }, [], [{ a: 1 }, {}]],
    [{ a: { $nin: [1, null] } }, [{ a: 2 }, { a: [] }], [{ a: 1 }, {}, { a: [3, 1] }]],
  ],
  logical: [
    [{ $and: [{ a: 1 }, { b: 2 }] }, [{ a: 1, b: 2 }], [{ a: 1 }]],
    [
      { $or: [{ a: 1 }, { b: 2 }], c: 3 },
      [
        { a: 1, c: 3 },
        { b: 2, c: 3 },
      ],
      [{ a: 1 }, { c: 3 }],
    ],
    [{ $nor: [{ a: 1 }, { b: 2 }] }, [{}, { a: 2 }], [{ a: 1 }, { b: 2 }]],
    [{ a: { $not: { $gt: 1 } } }, [{ a: 1 }, {}, { a: 'x' }], [{ a: 2 }, { a: [0, 2] }]],
    [{ a: { $not: new BSONRegExp('x') } }, [{ a: 'y' }, {}, { a: 1 }], [{ a: 'ax' }]],
  ],
  $exists: [
    [{ a: { $exists: true } }, [{ a: null }, { a: [] }, { a: 0 }], [{}]],
    [{ a: { $exists: 0 } }, [{}], [{ a: null }]],
    [{ 'a.b': { $exists: true } }, [{ a: [{}, { b: 1 }] }], [{ a: [] }, { a: 5 }, { a: [{}] }]],
  ],
  $type: [
    [{ a: { $type: 'number' } }, [{ a: 1 }, { a: 1.5 }, { a: Long.ONE }, { a: ['x', 1] }], [{ a: '1' }, {}]],
    [{ a: { $type: 'array' } }, [{ a: [] }, { a: [1] }], [{ a: 1 }]],
    [{ a: { $type: [2, 'bool'] } }, [{ a: 'x' }, { a: false }], [{ a: 1 }]],
    [{ a: { $type: 'int' } }, [{ a: 1 }], [{ a: 1.5 }, { a: Long.ONE }]],
  ],
  $mod: [
    [
      { a: { $mod: [4, 0] } },
      [{ a: 8 }, { a: 4.5 }, { a: Long.fromNumber(12) }, { a: [1, 4] }],
      [{ a: 5 }, { a: 'x' }, { a: NaN }, {}],
    ],
    [{ a: { $mod: [4, -1] } }, [{ a: -5 }], [{ a: 5 }, { a: 3 }]],
  ],
  $regex: [
    [{ a: new BSONRegExp('^A', 'i') }, [{ a: 'abc' }, { a: ['x', 'A'] }], [{ a: 'ba' }, { a: 1 }, {}]],
    [{ a: { $regex: 'b$', $options: 'm' } }, [{ a: 'ab\nc' }], [{ a: 'bc' }]],
    [{ a: { $regex: 'b$' } }, [{ a: 'ab' }, { a: 'ab\n' }], [{ a: 'ab\nc' }]],
    [{ a: { $regex: 'a.c' } }, [{ a: 'abc' }, { a: 'a\rc' }], [{ a: 'a\nc' }]],
    [{ a: { $regex: 'a.c', $options: 's' } }, [{ a: 'a\nc' }], []],
    [{ a: { $regex: 'a b # comment', $options: 'x' } }, [{ a: 'ab' }], [{ a: 'a b' }]],
    [{ a: { $regex: '\\d{2}-[\\w.-]+@x' } }, [{ a: '12-a.b-c@x' }], [{ a: '1-a@x' }]],
    [{ a: { $regex: '(?i)abc' } }, [{ a: 'xABC' }], []],
    [{ a: { $regex: '[[:upper:]]\\s' } }, [{ a: 'A b' }], [{ a: 'a b' }, { a: 'A\u00a0' }]],
  ],
  arrays: [
    [{ a: { $size: 2 } }, [{ a: [1, 2] }, { a: [[], []] }], [{ a: [1] }, { a: 2 }, {}]],
    [{ a: { $all: [1, 2] } }, [{ a: [2, 1, 3] }], [{ a: [1] }, { a: 1 }]],
    [{ a: { $all: [1] } }, [{ a: 1 }, { a: [1] }], [{}]],
    [{ a: { $all: [[1, 2]] } }, [{ a: [1, 2] }, { a: [[1, 2]] }], [{ a: [1, 3] }]],
    [{ a: { $all: [] } }, [], [{ a: [] }, {}]],
    [
      { a: { $all: [{ $elemMatch: { b: 1 } }, { $elemMatch: { b: 2 } }] } },
      [{ a: [{ b: 1 }, { b: 2 }] }],
      [{ a: [{ b: 1 }] }],
    ],
    [{ a: { $elemMatch: { $gt: 3, $lt: 5 } } }, [{ a: [1, 4] }], [{ a: [1, 9] }, { a: 4 }, { a: [[4]] }]],
    [
      { a: { $elemMatch: { b: 1, c: 2 } } },
      [{ a: [{ b: 1, c: 2 }] }],
      [{ a: [{ b: 1 }, { c: 2 }] }, { a: { b: 1, c: 2 } }],
    ],
    [{ a: { $elemMatch: { $size: 1 } } }, [{ a: [[1]] }], [{ a: [1] }, { a: [[1, 2]] }]],
    [{ a: { $elemMatch: { $or: [{ b: 1 }, { b: 2 }] } } }, [{ a: [{ b: 2 }] }], [{ a: [{ b: 3 }] }]],
    [{ a: { $not: { $elemMatch: { b: 1 } } } }, [{}, { a: [{ b: 2 }] }], [{ a: [{ b: 1 }] }]],
    [{ 'a.b.c': 1 }, [{ a: [{ b: [{ c: 1 }] }] }, { a: { b: { c: [1] } } }], [{ a: [[{ b: { c: 1 } }]] }]],
    [{ 'a.0': 5 }, [{ a: [5] }, { a: { 0: 5 } }, { a: [[5]] }, { a: [{ 0: 5 }] }], [{ a: [1, 5] }]],
    [{ 'a.1.b': 5 }, [{ a: [0, { b: 5 }] }], [{ a: [{ b: 5 }, 0] }]],
  ],
  bits: [
    [{ a: { $bitsAllSet: 5 } }, [{ a: 7 }, { a: Buffer.from([5]) }, { a: -1 }], [{ a: 4 }, { a: 'x' }, { a: 5.5 }]],
    [{ a: { $bitsAnySet: [0, 3] } }, [{ a: 8 }], [{ a: 6 }]],
    [{ a: { $bitsAllClear: [0] } }, [{ a: 2 }], [{ a: 3 }]],
    [{ a: { $bitsAnyClear: 3 } }, [{ a: 1 }], [{ a: 3 }]],
  ],
};

describe.each(Object.entries(TABLES))('%s', (_name, rows) => {
  it.each(rows.map((row) => [JSON.stringify(row[0]), ...row] as const))('%s', (_text, filter, yes, no) => {
    const { matches } = compileFilter(docOf(filter));
    for (const doc of yes) expect(matches(docOf(doc)), JSON.stringify(doc)).toBe(true);
    for (const doc of no) expect(matches(docOf(doc)), JSON.stringify(doc)).toBe(false);
  });
});

describe('refusals', () => {
  it.each([
    [{ a: { $foo: 1 } }, 2, 'unknown operator: $foo'],
    [{ $foo: 1 }, 2, 'unknown top level operator: $foo'],
    [{ $where: '1' }, 238, '$where'],
    [{ $text: { $search: 'x' } }, 238, '$text'],
    [{ a: { $near: [0, 0] } }, 238, '$near'],
    [{ $jsonSchema: {} }, 238, '$jsonSchema'],
    [{ $and: [] }, 2, 'nonempty array'],
    [{ $or: [1] }, 2, 'full objects'],
    [{ a: { $in: 1 } }, 2, 'needs an array'],
    [{ a: { $in: [{ $gt: 1 }] } }, 2, 'cannot nest $ under $in'],
    [{ a: { $mod: [0, 1] } }, 2, 'divisor cannot be 0'],
    [{ a: { $size: -1 } }, 2, 'non-negative'],
    [{ a: { $type: 'nope' } }, 2, 'Unknown type name alias: nope'],
    [{ a: { $not: {} } }, 2, '$not cannot be empty'],
    [{ a: { $not: 1 } }, 2, '$not needs a regex or a document'],
    [{ a: { $elemMatch: 1 } }, 2, '$elemMatch needs an Object'],
    [{ a: { $ne: new BSONRegExp('x') } }, 2, '$ne'],
    [{ a: { $gt: new BSONRegExp('x') } }, 2, 'RegEx'],
    [{ a: { $regex: '(' } }, 51091, 'Regular expression is invalid'],
    [{ a: { $options: 'i' } }, 2, '$options needs a $regex'],
    [{ a: { $regex: 'a++' } }, 238, 'possessive'],
  ])('%j', (filter, code, message) => {
    expect(() => compileFilter(docOf(filter))).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as string }),
    );
  });
});

describe('what the planner and the positional operator learn', () => {
  const constraints = (filter: object): Record<string, string[]> =>
    Object.fromEntries(
      [...compileFilter(docOf(filter)).simpleConstraints].map(([path, list]) => [path, list.map((c) => c.op)]),
    );

  it('lists necessary conditions only', () => {
    expect(
      constraints({ a: 1, b: { $gt: 1, $lte: 9 }, $and: [{ c: { $in: [1, 2] } }], $or: [{ d: 1 }, { e: 1 }] }),
    ).toEqual({ a: ['eq'], b: ['gt', 'lte'], c: ['in'] });
    expect(
      constraints({
        a: [1],
        b: new BSONRegExp('x'),
        c: { $ne: 1 },
        'd.0': 1,
        e: { $gt: null },
        f: { $not: { $gt: 1 } },
      }),
    ).toEqual({});
    expect(constraints({ a: { $elemMatch: { b: 1, c: { $gt: 2 } } } })).toEqual({ 'a.b': ['eq'], 'a.c': ['gt'] });
  });

  it('names the fields it reads', () => {
    expect(compileFilter(docOf({ 'a.b': 1, $or: [{ c: 1 }], $expr: { $eq: ['$d.e', 1] } })).fields).toEqual(
      new Set(['a', 'c', 'd']),
    );
    expect(compileFilter(docOf({ $expr: { $eq: ['$$ROOT', 1] } })).fields).toBeUndefined();
  });

  it.each([
    [{ a: 2 }, { a: [1, 2] }, 1],
    [{ 'a.b': 2 }, { a: [{ b: 1 }, { b: [7, 2] }] }, 1],
    [{ a: { $elemMatch: { b: 2 } } }, { a: [{}, {}, { b: 2 }] }, 2],
    [{ a: 5 }, { a: 5 }, undefined],
  ])('%j on %j gives position %s', (filter, doc, index) => {
    const pos: { index?: number } = {};
    expect(compileFilter(docOf(filter)).matches(docOf(doc), pos)).toBe(true);
    expect(pos.index).toBe(index);
  });
});
