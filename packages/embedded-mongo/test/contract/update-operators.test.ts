import { Binary, BSONRegExp, Decimal128, Double, EJSON, Int32, Long, ObjectId, Timestamp } from 'bson';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTestServer } from '../server/test-engine.js';
import type { TestServer } from '../server/test-engine.js';

let server: TestServer;

beforeAll(async () => {
  server = await connectTestServer();
});
afterAll(() => server.close());

const NEW_ID = new ObjectId('0123456789abcdef01234567');
const long = Long.fromString;
const decimal = (text: string): Decimal128 => Decimal128.fromString(text);

/** Canonical text: types and field order show. */
const shown = (document: object | null): string => EJSON.stringify(document ?? {}, { relaxed: false });

interface Options {
  readonly filter?: Document;
  readonly arrayFilters?: Document[];
}

/** The document after one update of `{_id: 1, ...before}`, without its `_id`. */
async function updated(before: Document, change: Document, { filter = {}, arrayFilters }: Options): Promise<string> {
  const collection = server.collection();
  await collection.insertOne({ _id: new Int32(1), ...before });
  await collection.updateOne({ _id: 1, ...filter }, change, {
    ...(arrayFilters === undefined ? {} : { arrayFilters }),
  });
  return shown(await collection.findOne({}, { projection: { _id: 0 }, promoteValues: false }));
}

type Row = [before: Document, change: Document, after: Document, options?: Options];
type Refusal = [before: Document, change: Document, code: number, message: string, options?: Options];

const i = (n: number): Int32 => new Int32(n);

const RESULTS: Record<string, Row[]> = {
  $inc: [
    [{}, { $inc: { a: i(2) } }, { a: i(2) }],
    [{}, { $inc: { a: long('2') } }, { a: long('2') }],
    [{ a: i(2147483647) }, { $inc: { a: i(1) } }, { a: long('2147483648') }],
    [{ a: i(1) }, { $inc: { a: long('1') } }, { a: long('2') }],
    [{ a: i(1) }, { $inc: { a: new Double(1) } }, { a: new Double(2) }],
    [{ a: long('9223372036854775806') }, { $inc: { a: i(1) } }, { a: long('9223372036854775807') }],
    [{ a: new Double(0.5) }, { $inc: { a: decimal('1.00') } }, { a: decimal('1.500000000000000') }],
    [{ a: decimal('1.10') }, { $inc: { a: i(1) } }, { a: decimal('2.10') }],
    [{ a: new Double(Infinity) }, { $inc: { a: new Double(-Infinity) } }, { a: new Double(NaN) }],
    [{ a: [i(1), i(2)] }, { $inc: { 'a.1': i(5) } }, { a: [i(1), i(7)] }],
  ],
  $mul: [
    [{}, { $mul: { a: i(3) } }, { a: i(0) }],
    [{}, { $mul: { a: long('3') } }, { a: long('0') }],
    [{}, { $mul: { a: new Double(3) } }, { a: new Double(0) }],
    [{ a: i(65536) }, { $mul: { a: i(65536) } }, { a: long('4294967296') }],
    [{ a: i(3) }, { $mul: { a: decimal('1.50') } }, { a: decimal('4.50') }],
  ],
  '$min and $max': [
    [{ a: i(5) }, { $min: { a: new Double(5) } }, { a: i(5) }],
    [{ a: i(5) }, { $min: { a: null } }, { a: null }],
    [{ a: null }, { $max: { a: i(0) } }, { a: i(0) }],
    [{ a: i(5) }, { $max: { a: 'x' } }, { a: 'x' }],
    [{ a: [i(1)] }, { $max: { a: i(9) } }, { a: [i(1)] }],
    [{}, { $min: { a: i(1) } }, { a: i(1) }],
    [{ a: new Double(NaN) }, { $max: { a: new Double(-Infinity) } }, { a: new Double(-Infinity) }],
  ],
  $bit: [
    [{}, { $bit: { a: { or: i(5) } } }, { a: i(5) }],
    [{ a: i(12) }, { $bit: { a: { and: i(10), xor: i(1) } } }, { a: i(9) }],
    [{ a: i(-1) }, { $bit: { a: { and: long('4294967295') } } }, { a: long('4294967295') }],
  ],
  $set: [
    [{ a: i(1) }, { $set: { a: new Double(1) } }, { a: new Double(1) }],
    [{ z: i(1) }, { $set: { b: i(2), a: i(1) } }, { z: i(1), a: i(1), b: i(2) }],
    [{ a: [i(1)] }, { $set: { 'a.3': i(4) } }, { a: [i(1), null, null, i(4)] }],
    [{}, { $set: { 'a.0': i(1) } }, { a: { 0: i(1) } }],
    [{ a: i(1) }, { $set: {} }, { a: i(1) }],
    [{}, { $set: { 'a.$x': i(1) } }, { a: { $x: i(1) } }],
    [{ a: i(1) }, { $setOnInsert: { a: i(2) } }, { a: i(1) }],
  ],
  $unset: [
    [{ a: i(1), b: i(2) }, { $unset: { a: '' } }, { b: i(2) }],
    [{ a: [i(1), i(2)] }, { $unset: { 'a.0': 1 } }, { a: [null, i(2)] }],
    [{ a: i(1) }, { $unset: { 'a.b': 1, c: 1 } }, { a: i(1) }],
    [{ a: [i(1)] }, { $unset: { 'a.b': 1, 'a.9': 1 } }, { a: [i(1)] }],
  ],
  $rename: [
    [{ a: i(1), b: i(2) }, { $rename: { a: 'c' } }, { b: i(2), c: i(1) }],
    [{ a: i(1), b: i(2) }, { $rename: { a: 'b' } }, { b: i(1) }],
    [{ a: i(1) }, { $rename: { x: 'a' } }, { a: i(1) }],
    [{ a: { b: i(1) } }, { $rename: { 'a.b': 'c.d' } }, { a: {}, c: { d: i(1) } }],
  ],
  $push: [
    [{}, { $push: { a: i(1) } }, { a: [i(1)] }],
    [{}, { $push: { a: { $each: [] } } }, { a: [] }],
    [{ a: [i(1)] }, { $push: { a: [i(2), i(3)] } }, { a: [i(1), [i(2), i(3)]] }],
    [{ a: [i(1)] }, { $push: { a: { $slice: i(0) } } }, { a: [i(1), { $slice: i(0) }] }],
    [{ a: [i(1), i(2)] }, { $push: { a: { $each: [i(9)], $position: i(0) } } }, { a: [i(9), i(1), i(2)] }],
    [{ a: [i(1), i(2)] }, { $push: { a: { $each: [i(9)], $position: i(-1) } } }, { a: [i(1), i(9), i(2)] }],
    [{ a: [i(1), i(2)] }, { $push: { a: { $each: [i(9)], $position: i(-9) } } }, { a: [i(9), i(1), i(2)] }],
    [{ a: [i(3), i(1)] }, { $push: { a: { $each: [i(2)], $sort: 1, $slice: -2 } } }, { a: [i(2), i(3)] }],
    [{ a: [i(3), i(1)] }, { $push: { a: { $each: [], $slice: 0 } } }, { a: [] }],
    [
      { a: [{ s: i(2), n: 'x' }, i(7), { s: i(1) }] },
      { $push: { a: { $each: [{ s: i(3) }], $sort: { s: -1 } } } },
      { a: [{ s: i(3) }, { s: i(2), n: 'x' }, { s: i(1) }, i(7)] },
    ],
  ],
  $addToSet: [
    [{}, { $addToSet: { a: i(1) } }, { a: [i(1)] }],
    [{ a: [i(1)] }, { $addToSet: { a: new Double(1) } }, { a: [i(1)] }],
    [{ a: [] }, { $addToSet: { a: { $each: [i(1), long('1'), 'x', 'x', null] } } }, { a: [i(1), 'x', null] }],
    [
      { a: [{ x: i(1), y: i(2) }] },
      { $addToSet: { a: { y: i(2), x: i(1) } } },
      {
        a: [
          { x: i(1), y: i(2) },
          { y: i(2), x: i(1) },
        ],
      },
    ],
    [{ a: [[i(1)]] }, { $addToSet: { a: [i(1)] } }, { a: [[i(1)]] }],
  ],
  $pop: [
    [{ a: [i(1), i(2)] }, { $pop: { a: 1 } }, { a: [i(1)] }],
    [{ a: [i(1), i(2)] }, { $pop: { a: -1 } }, { a: [i(2)] }],
    [{ a: [] }, { $pop: { a: 1 } }, { a: [] }],
    [{}, { $pop: { a: 1 } }, {}],
    [{ a: {} }, { $pop: { 'a.b.c': 1 } }, { a: {} }],
  ],
  $pull: [
    [{ a: [i(1), new Double(1), i(2)] }, { $pull: { a: long('1') } }, { a: [i(2)] }],
    [{ a: [null, i(1)] }, { $pull: { a: null } }, { a: [i(1)] }],
    [{ a: [[i(1), i(5)], i(2), i(4)] }, { $pull: { a: { $gte: 4 } } }, { a: [i(2)] }],
    [{ a: [[i(1), i(2)], i(1)] }, { $pull: { a: [i(1), i(2)] } }, { a: [i(1)] }],
    [{ a: ['ab', 'b', ['ab']] }, { $pull: { a: new BSONRegExp('^a') } }, { a: ['b'] }],
    [{ a: [{ b: i(1), c: i(2) }, { b: i(3) }, i(1)] }, { $pull: { a: { b: { $lt: 2 } } } }, { a: [{ b: i(3) }, i(1)] }],
    [{ a: [{ b: i(1) }, { b: i(3) }] }, { $pull: { a: { $or: [{ b: 1 }, { b: 2 }] } } }, { a: [{ b: i(3) }] }],
    [{ a: [i(1), i(2), i(3)] }, { $pull: { a: { $in: [1, 3] } } }, { a: [i(2)] }],
    [{ a: [i(1), i(2), null] }, { $pull: { a: { $ne: 2 } } }, { a: [i(2)] }],
    [{}, { $pull: { a: 1 } }, {}],
    [{ a: [i(1), 'x', null, [i(1)]] }, { $pullAll: { a: [new Double(1), null] } }, { a: ['x', [i(1)]] }],
    [{ a: [i(1)] }, { $pullAll: { a: [] } }, { a: [i(1)] }],
  ],
  'paths through arrays': [
    [
      { a: [{ b: i(1) }, { b: i(2) }] },
      { $set: { 'a.$.b': i(9) } },
      { a: [{ b: i(1) }, { b: i(9) }] },
      { filter: { 'a.b': 2 } },
    ],
    [{ a: [i(1), i(5)] }, { $inc: { 'a.$': i(1) } }, { a: [i(1), i(6)] }, { filter: { a: { $gt: 3 } } }],
    [{ a: [i(1), i(5)] }, { $mul: { 'a.$[]': i(2) } }, { a: [i(2), i(10)] }],
    [
      {
        a: [
          { k: i(1), v: [i(1), i(2)] },
          { k: i(2), v: [i(2)] },
        ],
      },
      { $set: { 'a.$[x].v.$[y]': i(0), 'a.$[z].t': true } },
      {
        a: [
          { k: i(1), v: [i(1), i(0)] },
          { k: i(2), v: [i(2)], t: true },
        ],
      },
      { arrayFilters: [{ 'x.k': 1 }, { y: 2 }, { 'z.k': { $gt: 1 } }] },
    ],
    [{ a: [[i(1), i(2)], [i(3)]] }, { $inc: { 'a.$[].$[]': i(1) } }, { a: [[i(2), i(3)], [i(4)]] }],
    [{ a: [i(1), i(9)] }, { $unset: { 'a.$[x]': 1 } }, { a: [i(1), null] }, { arrayFilters: [{ x: { $gt: 5 } }] }],
    [{ a: [] }, { $set: { 'a.$[]': i(1) } }, { a: [] }],
    [
      { a: [i(1), i(2)] },
      { $set: { 'a.$[x]': i(0) } },
      { a: [i(0), i(2)] },
      { arrayFilters: [{ $or: [{ x: 1 }, { x: 3 }] }] },
    ],
  ],
};

describe.each(Object.entries(RESULTS))('%s', (_name, rows) => {
  it.each(rows.map((row) => [shown(row[0]), shown(row[1]), row] as const))(
    '%s by %s',
    async (_before, _change, row) => {
      const [before, change, after, options = {}] = row;
      expect(await updated(before, change, options)).toBe(shown(after));
    },
  );
});

const REFUSALS: Record<string, Refusal[]> = {
  arithmetic: [
    [{}, { $inc: { a: 'x' } }, 14, 'Cannot increment with non-numeric argument: {a: "x"}'],
    [{}, { $mul: { a: null } }, 14, 'Cannot multiply with non-numeric argument: {a: null}'],
    [
      { a: 'x' },
      { $inc: { a: 1 } },
      14,
      "Cannot apply $inc to a value of non-numeric type. {_id: 1} has the field 'a' of non-numeric type string",
    ],
    [
      { a: { b: [i(1)] } },
      { $mul: { 'a.b': 1 } },
      14,
      "Cannot apply $mul to a value of non-numeric type. {_id: 1} has the field 'b' of non-numeric type array",
    ],
    [
      { a: long('9223372036854775807') },
      { $inc: { a: 1 } },
      2,
      'Failed to apply $inc operations to current value ((NumberLong)9223372036854775807) for document {_id: 1}',
    ],
    [{}, { $bit: { a: 1 } }, 2, 'The $bit modifier is not compatible with a int.'],
    [{}, { $bit: { a: {} } }, 2, 'You must pass in at least one bitwise operation.'],
    [{}, { $bit: { a: { not: 1 } } }, 2, "The $bit modifier only supports 'and', 'or', and 'xor', not 'not'"],
    [{}, { $bit: { a: { and: 1.5 } } }, 2, "The $bit modifier field must be an Integer(32/64 bit); a 'double'"],
    [{ a: 1.5 }, { $bit: { a: { and: 1 } } }, 2, 'Cannot apply $bit to a value of non-integral type.'],
  ],
  dates: [
    [{}, { $currentDate: { a: 1 } }, 2, 'int is not valid type for $currentDate.'],
    [
      {},
      { $currentDate: { a: { $type: 'x' } } },
      2,
      "The '$type' string field is required to be 'date' or 'timestamp'",
    ],
    [{}, { $currentDate: { a: { x: 1 } } }, 2, 'Unrecognized $currentDate option: x'],
  ],
  arrays: [
    [{ a: 1 }, { $push: { a: 1 } }, 2, "The field 'a' must be an array but is of type int in document {_id: 1}"],
    [{ a: null }, { $push: { a: 1 } }, 2, "The field 'a' must be an array but is of type null"],
    [{}, { $push: { a: { $each: 1 } } }, 2, 'The argument to $each in $push must be an array but it was of type: int'],
    [{}, { $push: { a: { $each: [], $x: 1 } } }, 2, 'Unrecognized clause in $push: $x'],
    [
      {},
      { $push: { a: { $each: [], $slice: 'x' } } },
      2,
      'The value for $slice must be an integer value but was given type: string',
    ],
    [
      {},
      { $push: { a: { $each: [], $position: 1.5 } } },
      2,
      'The value for $position must be an integer value, not of type: double',
    ],
    [{}, { $push: { a: { $each: [], $sort: 2 } } }, 2, 'The $sort element value must be either 1 or -1'],
    [
      {},
      { $push: { a: { $each: [], $sort: {} } } },
      2,
      'The $sort pattern is empty when it should be a set of fields.',
    ],
    [{}, { $push: { a: { $each: [], $sort: 'x' } } }, 2, 'The $sort is invalid: use 1/-1 to sort the whole element'],
    [
      { a: 1 },
      { $addToSet: { a: 1 } },
      2,
      "Cannot apply $addToSet to non-array field. Field named 'a' has non-array type int",
    ],
    [
      {},
      { $addToSet: { a: { $each: 1 } } },
      14,
      'The argument to $each in $addToSet must be an array but it was of type int',
    ],
    [{}, { $addToSet: { a: { $each: [], x: 1 } } }, 2, 'Found unexpected fields after $each in $addToSet'],
    [{ a: 1 }, { $pop: { a: 1 } }, 14, "Path 'a' contains an element of non-array type 'int'"],
    [{ a: { b: null } }, { $pop: { 'a.b': 1 } }, 14, "Path 'a.b' contains an element of non-array type 'null'"],
    [{}, { $pop: { a: 2 } }, 9, '$pop expects 1 or -1, found: 2'],
    [{}, { $pop: { a: 'x' } }, 9, 'Expected a number in: a: "x"'],
    [{ a: 1 }, { $pull: { a: 1 } }, 2, 'Cannot apply $pull to a non-array value'],
    [{ a: null }, { $pullAll: { a: [1] } }, 2, 'Cannot apply $pull to a non-array value'],
    [{}, { $pullAll: { a: 1 } }, 2, '$pullAll requires an array argument but was given a int'],
    [{ a: [] }, { $pull: { a: { $expr: true } } }, 224, '$expr is not allowed in this context'],
    [{ a: 1 }, { $pull: { 'a.b': 1 } }, 28, 'Cannot use the part (b) of (a.b) to traverse the element ({a: 1})'],
    [{ a: [] }, { $pop: { 'a.b': 1 } }, 28, 'Cannot use the part (b) of (a.b) to traverse the element'],
  ],
  paths: [
    [{ a: 1 }, { $set: { 'a.b': 1 } }, 28, "Cannot create field 'b' in element {a: 1}"],
    [{ a: null }, { $inc: { 'a.b.c': 1 } }, 28, "Cannot create field 'b' in element {a: null}"],
    [{ a: [] }, { $set: { 'a.b': 1 } }, 28, "Cannot create field 'b' in element {a: []}"],
    [{ a: [] }, { $set: { 'a.2000000': 1 } }, 34, "can't backfill more than 1500000 elements"],
    [{}, { $set: { '': 1 } }, 56, 'An empty update path is not valid.'],
    [{}, { $set: { 'a.': 1 } }, 56, "The update path 'a.' contains an empty field name, which is not allowed."],
    [{}, { $set: { $a: 1 } }, 52, "The dollar ($) prefixed field '$a' in '$a' is not allowed"],
    [{}, { $set: { '$.a': 1 } }, 2, "Cannot have positional (i.e. '$') element in the first position in path '$.a'"],
    [
      {},
      { $set: { '$[].a': 1 } },
      2,
      "Cannot have array filter identifier (i.e. '$[<id>]') element in the first position",
    ],
    [{}, { $set: { 'a.$.b.$': 1 } }, 2, "Too many positional (i.e. '$') elements found in path 'a.$.b.$'"],
    [{ a: [1] }, { $set: { 'a.$': 1 } }, 2, 'The positional operator did not find the match needed from the query.'],
    [{}, { $set: { a: 1 }, $inc: { a: 1 } }, 40, "Updating the path 'a' would create a conflict at 'a'"],
    [{}, { $set: { 'a.b': 1, a: 1 } }, 40, "Updating the path 'a' would create a conflict at 'a'"],
    [{}, { $set: { a: 1, 'a.b.c': 1 } }, 40, "Updating the path 'a.b.c' would create a conflict at 'a'"],
    [{ a: [] }, { $set: { 'a.$[].b': 1, 'a.0.c': 1 } }, 40, "Updating the path 'a.0.c' would create a conflict at 'a'"],
    [{ a: 1 }, { $set: { 'a.$[]': 1 } }, 2, 'Cannot apply array updates to non-array element a: 1'],
    [{}, { $set: { 'a.$[]': 1 } }, 2, "The path 'a' must exist in the document in order to apply array updates."],
    [{}, { $set: { 'a.$[x]': 1 } }, 2, "No array filter found for identifier 'x' in path 'a.$[x]'"],
    [
      {},
      { $set: { a: 1 } },
      9,
      "The array filter for identifier 'x' was not used in the update",
      { arrayFilters: [{ x: 1 }] },
    ],
    [{}, { $set: { 'a.$[x]': 1 } }, 9, "found 'x' and 'y'", { arrayFilters: [{ x: 1, y: 1 }] }],
    [
      {},
      { $set: { 'a.$[X]': 1 } },
      2,
      "must be an alphanumeric string beginning with a lowercase letter, found 'X'",
      { arrayFilters: [{ X: 1 }] },
    ],
  ],
  $rename: [
    [{}, { $rename: { a: 1 } }, 2, "The 'to' field for $rename must be a string: a: 1"],
    [{}, { $rename: { a: 'a' } }, 2, 'The source and target field for $rename must differ: a: "a"'],
    [
      {},
      { $rename: { a: 'a.b' } },
      2,
      'The source and target field for $rename must not be on the same path: a: "a.b"',
    ],
    [{}, { $rename: { 'a.$[]': 'b' } }, 2, 'The source field for $rename may not be dynamic: a.$[]'],
    [{}, { $rename: { a: 'b.$' } }, 2, 'The destination field for $rename may not be dynamic: b.$'],
    [{ a: [{ b: 1 }] }, { $rename: { 'a.0.b': 'c' } }, 2, "The source field cannot be an array element, 'a.0.b'"],
    [{ a: [1], b: 1 }, { $rename: { b: 'a.0' } }, 2, "The destination field cannot be an array element, 'a.0'"],
    [{ a: 1 }, { $rename: { 'a.b': 'c' } }, 28, 'to traverse the element ({a: 1})'],
    [{ a: 1, b: 1 }, { $rename: { b: 'a.c' } }, 28, "Cannot create field 'c' in element {a: 1}"],
  ],
  'the update itself': [
    [{}, { $foo: { a: 1 } }, 9, 'Unknown modifier: $foo. Expected a valid update modifier or pipeline-style update'],
    [{}, { $set: 1 }, 9, 'Modifiers operate on fields but we found type int instead.'],
    [{}, { $set: { _id: 2 } }, 66, "Performing an update on the path '_id' would modify the immutable field '_id'"],
    [{}, { $set: { _id: new Double(1) } }, 66, "would modify the immutable field '_id'"],
    [{}, { $unset: { _id: 1 } }, 66, "would modify the immutable field '_id'"],
    [{}, { $rename: { _id: 'a' } }, 66, "would modify the immutable field '_id'"],
  ],
};

describe.each(Object.entries(REFUSALS))('refuses %s', (_name, rows) => {
  it.each(rows.map((row) => [shown(row[0]), shown(row[1]), row[2], row] as const))(
    '%s by %s with %i',
    async (_before, _change, _code, row) => {
      const [before, change, code, message, options = {}] = row;
      await expect(updated(before, change, options)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(message) as string,
      });
    },
  );
});

describe('replacement', () => {
  it.each<[replacement: Document, code: number, message: string]>([
    [{ _id: 2 }, 66, "After applying the update, the (immutable) field '_id' was found to have been altered to _id: 2"],
    [{ _id: [1] }, 54, "the (immutable) field '_id' was found to be an array or array descendant."],
  ])('%j is refused', async (replacement, code, message) => {
    const collection = server.collection();
    await collection.insertOne({ _id: 1, a: 1 });
    await expect(
      server.db.command({
        findAndModify: collection.collectionName,
        query: { _id: 1 },
        update: replacement,
      }),
    ).rejects.toMatchObject({ code, message: expect.stringContaining(message) as string });
  });
});

describe('upsert', () => {
  const upserted = async (filter: Document, change: Document): Promise<string> => {
    const collection = server.collection();
    await server.db.command({
      update: collection.collectionName,
      updates: [{ q: filter, u: change, upsert: true }],
    });
    return shown(await collection.findOne({}, { promoteValues: false }));
  };

  it.each<[filter: Document, change: Document, document: Document]>([
    [{ _id: i(1), b: i(2), a: i(3) }, { $set: { c: i(1) } }, { _id: i(1), a: i(3), b: i(2), c: i(1) }],
    [{ _id: i(1), 'x.y': i(2), 'x.a': i(1) }, { $set: { z: i(1) } }, { _id: i(1), x: { a: i(1), y: i(2) }, z: i(1) }],
    [{ $and: [{ _id: i(1) }, { a: { $eq: i(2) } }] }, { $inc: { a: i(1) } }, { _id: i(1), a: i(3) }],
    [{ _id: { $in: [i(1)] }, a: { $all: [i(2)] } }, { $set: {} }, { _id: i(1), a: i(2) }],
    [
      { _id: i(1), a: null, b: { $ne: 1 }, c: { $gt: 1 }, d: /x/ },
      { $set: { e: i(1) } },
      { _id: i(1), a: null, e: i(1) },
    ],
    [{ $or: [{ _id: i(1) }] }, { $set: { a: i(1) } }, { _id: i(1), a: i(1) }],
    [{ _id: i(1), $or: [{ a: 1 }, { b: 1 }] }, { $setOnInsert: { c: i(1) } }, { _id: i(1), c: i(1) }],
    [{ _id: i(1), a: [i(1)] }, { $push: { a: i(2) } }, { _id: i(1), a: [i(1), i(2)] }],
    [{ '_id.x': i(1) }, { $set: { a: i(1) } }, { _id: { x: i(1) }, a: i(1) }],
    [{ a: i(1) }, { $set: { b: i(1), _id: NEW_ID } }, { _id: NEW_ID, a: i(1), b: i(1) }],
    [{ _id: i(1), a: i(1), b: i(2) }, { c: i(3) }, { _id: i(1), c: i(3) }],
    [
      { a: 1, $and: [{ a: 2 }] },
      { _id: i(5), c: i(3) },
      { _id: i(5), c: i(3) },
    ],
  ])('of %j by %j', async (filter, change, document) => {
    expect(await upserted(filter, change)).toBe(shown(document));
  });

  it.each<[filter: Document, change: Document, code: number, message: string]>([
    [{ a: 1, $and: [{ a: 2 }] }, { $set: { b: 1 } }, 54, "cannot infer query fields to set, path 'a' is matched twice"],
    [{ a: { b: 1 }, 'a.b': 1 }, { $set: { b: 1 } }, 54, "both paths 'a.b' and 'a' are matched"],
    [{ a: { $all: [1, 2] } }, { $set: { b: 1 } }, 54, "path 'a' is matched twice"],
    [{ '_id.x': 1 }, { b: 1 }, 111, "field at '_id' must be exactly specified, field at sub-path '_id.x'found"],
    [
      { $expr: { $eq: ['$a', 1] } },
      { $set: { b: 1 } },
      224,
      '$expr is not allowed in the query predicate for an upsert',
    ],
    [{ _id: 1 }, { $set: { _id: 2 } }, 66, "would modify the immutable field '_id'"],
    [{}, { $set: { _id: [1] } }, 53, "The '_id' value cannot be of type array"],
  ])('of %j by %j is refused with %3$i', async (filter, change, code, message) => {
    const collection = server.collection();
    const result: Document = await server.db.command({
      update: collection.collectionName,
      updates: [{ q: filter, u: change, upsert: true }],
    });
    expect(result['writeErrors']).toMatchObject([{ code, errmsg: expect.stringContaining(message) as string }]);
  });
});

describe('timestamps', () => {
  it('of $currentDate and for empty ones of a replacement rise', async () => {
    const collection = server.collection();
    await collection.insertOne({ _id: 1, a: new Timestamp({ t: 0, i: 0 }) });
    const [first] = await collection.find().toArray();
    await collection.updateOne({ _id: 1 }, { $currentDate: { b: { $type: 'timestamp' } } });
    const [second] = await collection.find().toArray();
    await collection.replaceOne(
      { _id: 1 },
      { c: new Timestamp({ t: 0, i: 0 }), d: { e: new Timestamp({ t: 0, i: 0 }) } },
    );
    const [third] = await collection.find().toArray();
    const times = [first?.['a'], second?.['b'], third?.['c']].map((each: Timestamp) => each.toBigInt());
    expect(times[0]).toBeGreaterThan(0n);
    expect(times[1]).toBeGreaterThan(times[0] ?? 0n);
    expect(times[2]).toBeGreaterThan(times[1] ?? 0n);
    expect((third?.['d'] as { e: Timestamp }).e.isZero()).toBe(true);
  });
});

describe('under a collation that ignores case', () => {
  it.each<[before: Document, change: Document, after: Document, arrayFilters?: Document[]]>([
    [{ a: ['x', 'Y'] }, { $addToSet: { a: { $each: ['X', 'z', 'Z'] } } }, { a: ['x', 'Y', 'z'] }],
    [{ a: ['x', 'Y', 'y'] }, { $pull: { a: 'y' } }, { a: ['x'] }],
    [{ a: ['x', 'Y', 'y'] }, { $pull: { a: { $in: ['X'] } } }, { a: ['Y', 'y'] }],
    [{ a: [{ n: 'x' }, { n: 'y' }] }, { $pull: { a: { n: 'X' } } }, { a: [{ n: 'y' }] }],
    [{ a: ['x', 'Y'] }, { $pullAll: { a: ['X', 'q'] } }, { a: ['Y'] }],
    [{ a: ['b'] }, { $push: { a: { $each: ['C', 'a'], $sort: 1 } } }, { a: ['a', 'b', 'C'] }],
    [
      { a: 'b', b: 'b' },
      { $min: { a: 'A' }, $max: { b: 'A' } },
      { a: 'A', b: 'b' },
    ],
    [{ a: 'b' }, { $max: { a: 'B' } }, { a: 'b' }],
    [{ a: ['x', 'y'] }, { $set: { 'a.$[e]': 'z' } }, { a: ['z', 'y'] }, [{ e: 'X' }]],
  ])('%j by %j', async (before, change, after, arrayFilters) => {
    const collection = server.collection();
    await collection.insertOne({ _id: 1, ...before });
    await collection.updateOne({ _id: 1 }, change, {
      collation: { locale: 'en', strength: 2 },
      ...(arrayFilters === undefined ? {} : { arrayFilters }),
    });
    expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual(after);
  });
});

describe('values that an update does not touch', () => {
  it('keep their types', async () => {
    const values = {
      int: i(1),
      long: long('1'),
      double: new Double(1),
      zero: new Double(-0),
      nan: new Double(NaN),
      infinite: new Double(-Infinity),
      decimal: decimal('1.500'),
      decimalZero: decimal('-0E+3'),
      decimalNaN: decimal('NaN'),
      far: new Date(8.64e15),
      before: new Date(-8.64e15),
      old: new Date(-1),
      id: NEW_ID,
      uuid: new Binary(Buffer.alloc(16, 7), 4),
      old_binary: new Binary(Buffer.from([1, 2]), 2),
      md5: new Binary(Buffer.alloc(16), 5),
      own: new Binary(Buffer.from([9]), 128),
      stamp: new Timestamp({ t: 4294967295, i: 4294967295 }),
      regex: new BSONRegExp('a+', 'im'),
      nested: { list: [i(1), new Double(2), long('3'), { d: decimal('0.10') }] },
      10: 'ten',
      9: 'nine',
    };
    expect(await updated(values, { $set: { touched: true } }, {})).toBe(shown({ ...values, touched: true }));
  });
});
