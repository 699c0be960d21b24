import { BSONRegExp, BSONSymbol, Decimal128, Long, MaxKey, MinKey, ObjectId } from 'bson';
import { describe, expect, it } from 'vitest';

import { compileFilter } from '../../src/matcher/index.js';
import { conditionsOf } from '../../src/planner/conditions.js';
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
    [{ a: { $in: ['x'] } }, [{ a: 'x' }, { a: new BSONSymbol('x') }, { a: [1, 'x'] }], [{ a: 'X' }, { a: ['y'] }, {}]],
    [{ a: { $in: [new BSONSymbol('x'), 2] } }, [{ a: 'x' }, { a: 2.0 }], [{ a: '2' }]],
    [{ a: { $in: [new BSONRegExp('b')] } }, [{ a: new BSONSymbol('abc') }, { a: new BSONRegExp('b') }], [{ a: 'x' }]],
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
    [{ a: { $mod: [4.9, 0.5] } }, [{ a: 8 }, { a: -0.5 }], [{ a: 9 }]],
    [
      { a: { $mod: [10, 7] } },
      [{ a: Decimal128.fromString('9223372036854775807.9') }, { a: Long.MAX_VALUE }],
      [{ a: Decimal128.fromString('9223372036854775808') }, { a: Infinity }, { a: 1e300 }],
    ],
    [{ a: { $mod: [5, 0] } }, [{ a: Decimal128.fromString('0E-6176') }, { a: Decimal128.fromString('4E-6176') }], []],
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
    [{ a: { $options: 'i', $regex: 'abc' } }, [{ a: 'ABC' }], [{ a: 'ab' }]],
    [{ a: { $regex: new BSONRegExp('abc', 'i') } }, [{ a: 'ABC' }], []],
    [{ a: { $options: '', $regex: new BSONRegExp('abc', 'i') } }, [{ a: 'ABC' }], []],
    [{ a: { $not: { $regex: 'abc', $options: 'i' } } }, [{ a: 'x' }, {}], [{ a: 'ABC' }]],
    [{ a: { $regex: '^ä€😀.$', $options: 'u' } }, [{ a: 'ä€😀é' }, { a: 'ä€😀😀' }], [{ a: 'ä€😀' }]],
    [{ a: { $regex: '[[:upper:]]\\s' } }, [{ a: 'A b' }], [{ a: 'a b' }, { a: 'A\u00a0' }]],
  ],
  references: [
    [
      { a: { $ref: 'c', $id: 1 } },
      [{ a: { $ref: 'c', $id: 1 } }, { a: [{ $ref: 'c', $id: 1 }] }],
      [{ a: { $ref: 'c', $id: 1, $db: 'd' } }, { a: { $id: 1, $ref: 'c' } }],
    ],
    [{ a: { $in: [{ $ref: 'c', $id: 1 }] } }, [{ a: { $ref: 'c', $id: 1 } }], [{ a: { $ref: 'c', $id: 2 } }]],
    [{ 'a.$id': 1 }, [{ a: { $ref: 'c', $id: 1 } }], [{ a: { $ref: 'c', $id: 2 } }]],
    [
      { a: { $elemMatch: { $ref: 'c', $id: 1 } } },
      [{ a: [{ $ref: 'c', $id: 1, x: 1 }] }, { a: [{ $id: 1, $ref: 'c' }] }],
      [{ a: [{ $ref: 'c', $id: 2 }] }, { a: { $ref: 'c', $id: 1 } }],
    ],
    [{ a: { $elemMatch: { $id: 1 } } }, [{ a: [{ $ref: 'c', $id: 1 }] }], [{ a: [{ id: 1 }] }]],
    [{ $id: 1 }, [{ $id: 1 }], [{ $id: 2 }, {}]],
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
    [{ $not: { a: 1 } }, 2, 'If you are trying to negate an entire expression, use $nor.'],
    [{ $and: [] }, 2, '$and/$or/$nor must be a nonempty array'],
    [{ $nor: [] }, 2, '$and/$or/$nor must be a nonempty array'],
    [{ $or: {} }, 2, '$or must be an array'],
    [{ $or: [1] }, 2, '$or/$and/$nor entries need to be full objects'],
    [{ a: { $where: '1' } }, 2, '$where cannot be applied to a field'],
    [{ a: { $comment: 'x' } }, 2, 'unknown operator: $comment'],
    [{ a: { $gt: 1, b: 2 } }, 2, 'unknown operator: b'],
    [{ a: { $id: 1 } }, 2, 'unknown operator: $id'],
    [{ a: { $in: 1 } }, 2, '$in needs an array'],
    [{ a: { $nin: null } }, 2, '$nin needs an array'],
    [{ a: { $in: [{ $gt: 1 }] } }, 2, 'cannot nest $ under $in'],
    [{ a: { $nin: [{ $gt: 1 }] } }, 2, 'cannot nest $ under $in'],
    [{ a: { $mod: 1 } }, 2, 'malformed mod, needs to be an array'],
    [{ a: { $mod: [] } }, 2, 'malformed mod, not enough elements'],
    [{ a: { $mod: [1] } }, 2, 'malformed mod, not enough elements'],
    [{ a: { $mod: ['x', 1] } }, 2, 'malformed mod, divisor not a number'],
    [{ a: { $mod: [1, null] } }, 2, 'malformed mod, remainder not a number'],
    [{ a: { $mod: [1, 1, 1] } }, 2, 'malformed mod, too many elements'],
    [{ a: { $mod: [0, 1] } }, 2, 'divisor cannot be 0'],
    [{ a: { $mod: [0.5, 1] } }, 2, 'divisor cannot be 0'],
    [{ a: { $mod: [NaN, 1] } }, 2, 'malformed mod, divisor value is invalid :: caused by :: Unable to coerce NaN/Inf'],
    [{ a: { $mod: [1, 1e300] } }, 2, 'malformed mod, remainder value is invalid :: caused by :: Out of bounds'],
    [{ a: { $size: -1 } }, 2, 'Failed to parse $size. Expected a non-negative number in: $size: -1'],
    [{ a: { $size: 1.5 } }, 2, 'Failed to parse $size. Expected an integer: $size: 1.5'],
    [{ a: { $size: { $gt: 1 } } }, 2, 'Failed to parse $size. Expected a number in: $size: { $gt: 1 }'],
    [{ a: { $type: 'nope' } }, 2, 'Unknown type name alias: nope'],
    [{ a: { $type: 0 } }, 2, 'Invalid numerical type code: 0. Instead use {$exists:false}.'],
    [{ a: { $type: 20 } }, 2, 'Invalid numerical type code: 20'],
    [{ a: { $type: null } }, 14, 'type must be represented as a number or a string'],
    [{ a: { $type: [] } }, 9, 'must match at least one type'],
    [{ a: { $not: {} } }, 2, '$not cannot be empty'],
    [{ a: { $not: 1 } }, 2, '$not needs a regex or a document'],
    [{ a: { $elemMatch: 1 } }, 2, '$elemMatch needs an Object'],
    [{ a: { $elemMatch: { $expr: true } } }, 2, '$expr can only be applied to the top-level document'],
    [{ a: { $all: 1 } }, 2, '$all needs an array'],
    [{ a: { $all: [{ $gt: 1 }] } }, 2, 'no $ expressions in $all'],
    [{ a: { $all: [{ $elemMatch: { b: 1 } }, 5] } }, 2, '$all/$elemMatch has to be consistent'],
    [{ a: { $ne: new BSONRegExp('x') } }, 2, "Can't have regex as arg to $ne."],
    [{ a: { $gt: new BSONRegExp('x') } }, 2, "Can't have RegEx as arg to predicate over field 'a'."],
    [{ a: { $bitsAllSet: -1 } }, 9, 'Expected a non-negative number in: $bitsAllSet: -1'],
    [{ a: { $bitsAllSet: 1.5 } }, 9, 'Expected an integer: $bitsAllSet: 1.5'],
    [{ a: { $bitsAnySet: [-1] } }, 2, 'Failed to parse bit position. Expected a non-negative number in: 0: -1'],
    [{ a: { $bitsAnyClear: 'x' } }, 2, 'takes an Array, a number, or a BinData but received: "x"'],
    [{ a: { $regex: '(' } }, 51091, 'Regular expression is invalid'],
    [{ a: { $regex: 1 } }, 2, '$regex has to be a string'],
    [{ a: { $regex: 'a', $options: 1 } }, 2, '$options has to be a string'],
    [{ a: { $regex: 'a', $options: 'g' } }, 51108, 'invalid flag in regex options: g'],
    [{ a: { $regex: new BSONRegExp('a', 'i'), $options: 'm' } }, 51075, 'options set in both $regex and $options'],
    [{ a: { $options: 'm', $regex: new BSONRegExp('a', 'i') } }, 51074, 'options set in both $regex and $options'],
    [{ a: { $options: 'i' } }, 2, '$options needs a $regex'],
    [{ a: { $regex: 'a++' } }, 238, 'possessive'],
  ])('%j', (filter, code, message) => {
    expect(() => compileFilter(docOf(filter))).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as string }),
    );
  });
});

describe('what the planner and the positional operator learn', () => {
  const constraints = (filter: object): Record<string, number> =>
    Object.fromEntries(
      [...conditionsOf(compileFilter(docOf(filter))).paths].map(([path, list]) => [path, list.length]),
    );

  it('lists necessary conditions only', () => {
    expect(
      constraints({ a: 1, b: { $gt: 1, $lte: 9 }, $and: [{ c: { $in: [1, 2] } }], $or: [{ d: 1 }, { e: 1 }] }),
    ).toEqual({ a: 1, b: 2, c: 1 });
    expect(
      constraints({
        a: [1],
        b: new BSONRegExp('x'),
        c: { $size: 1 },
        'd.0': 1,
        e: { $gt: new MinKey() },
        f: { $not: { $size: 1 } },
      }),
    ).toEqual({});
    expect(constraints({ a: { $elemMatch: { b: 1, c: { $gt: 2 } } } })).toEqual({ 'a.b': 1, 'a.c': 1 });
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
