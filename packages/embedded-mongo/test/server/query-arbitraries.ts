import { BSONRegExp, BSONSymbol, Binary, Decimal128, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import type { Document } from 'bson';
import fc from 'fast-check';

/** Random documents, indexes, filters and sorts that meet each other often: few paths, few values, all types. */

/** One of the names, as often as their numbers say. */
function weighted(names: Readonly<Record<string, number>>): fc.Arbitrary<string> {
  return fc.oneof(...Object.entries(names).map(([name, weight]) => ({ weight, arbitrary: fc.constant(name) })));
}

const anyScalar = fc.constantFrom<unknown>(
  null,
  true,
  false,
  0,
  1,
  2,
  -1,
  1.5,
  new Int32(2),
  Long.fromNumber(2),
  Long.fromString('9007199254740993'),
  Decimal128.fromString('1.5'),
  Decimal128.fromString('NaN'),
  NaN,
  Infinity,
  -Infinity,
  '',
  'a',
  'ab',
  'b',
  'a\0b',
  'a\uffff',
  '\u{10000}',
  new BSONSymbol('ab'),
  new Date(0),
  new Date(5),
  new ObjectId('000000000000000000000001'),
  new ObjectId('ffffffffffffffffffffffff'),
  new Timestamp({ t: 0xffffffff, i: 1 }),
  new Binary(Buffer.from([255, 255]), 0),
  new BSONRegExp('^a', ''),
  new MinKey(),
  new MaxKey(),
  {},
  { x: 1 },
  { x: null },
);
/** Few values more often than all the others, so that conditions and documents meet. */
export const scalar = fc.oneof(
  { weight: 7, arbitrary: fc.constantFrom<unknown>(0, 1, 2) },
  { weight: 4, arbitrary: fc.constantFrom<unknown>(null, 'a', 'ab', NaN) },
  { weight: 2, arbitrary: anyScalar },
);
const embedded = fc.record({ x: scalar, y: scalar }, { requiredKeys: [] });

/** Values with arrays, also nested ones. */
export const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })), { maxLength: 2 }) },
  { weight: 2, arbitrary: fc.array(fc.oneof(embedded, scalar), { maxLength: 2 }) },
);

/** Documents; those with `flat` have no arrays, so that indexes stay such that keys alone can answer. */
export const documentOf = (flat: boolean): fc.Arbitrary<Document> =>
  fc.record(
    {
      a: flat ? fc.oneof({ weight: 3, arbitrary: scalar }, embedded) : value,
      b: scalar,
      c: fc.constantFrom(1, 2),
      d: flat ? embedded : scalar,
    },
    { requiredKeys: ['c'] },
  );

const path = weighted({ a: 16, b: 16, 'a.x': 6, 'a.y': 1, 'd.x': 2, c: 2, 'a.0': 1, _id: 1 });
const comparison = fc.constantFrom('$eq', '$gt', '$gte', '$lt', '$lte', '$ne');
/** What something is compared with: seldom a whole array. */
const comparable = fc.oneof({ weight: 12, arbitrary: scalar }, value).filter((each) => !(each instanceof BSONRegExp));
const pattern = fc.constantFrom('^a', '^ab', '^a.', '^ab?', '^A', 'b', '^a\\x00', '^', '^(a)', '^a|b', '^\\.');
const type = fc.constantFrom<unknown>('string', 'number', 'int', 'object', 'null', 'bool', 'date', 'objectId', 'array');
const simple = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom('$gte', '$lte', '$ne', '$lt'), fc.constantFrom(0, 1, 2, 'a'))
      .map(([name, operand]) => ({ [name]: operand })),
  },
  { weight: 4, arbitrary: scalar.filter((each) => !(each instanceof BSONRegExp)).map((each) => ({ $eq: each })) },
  { weight: 4, arbitrary: fc.tuple(comparison, comparable).map(([name, operand]) => ({ [name]: operand })) },
  fc.tuple(comparable, comparable).map(([low, high]) => ({ $gte: low, $lte: high })),
  fc.tuple(comparable, comparable).map(([low, high]) => ({ $gt: low, $lt: high })),
  { weight: 4, arbitrary: fc.array(comparable, { minLength: 1, maxLength: 4 }).map((list) => ({ $in: list })) },
  fc.array(scalar, { minLength: 1, maxLength: 3 }).map((list) => ({ $nin: list })),
  fc.boolean().map((wanted) => ({ $exists: wanted })),
  pattern.map((each) => ({ $regex: each })),
  fc.constantFrom('^a', '^A').map((each) => ({ $regex: each, $options: 'i' })),
  fc.array(type, { minLength: 1, maxLength: 2 }).map((list) => ({ $type: list })),
);
const condition = fc.oneof(
  { weight: 16, arbitrary: simple },
  fc.tuple(fc.constantFrom('$gte', '$eq', '$lt', '$ne'), scalar).map(([op, each]) => ({
    $elemMatch: { [op]: each instanceof BSONRegExp ? 1 : each },
  })),
  fc.record({ x: simple, y: simple }, { requiredKeys: ['x'] }).map((each) => ({ $elemMatch: each })),
  simple.map((each) => ({ $not: each })),
  fc
    .array(
      scalar.filter((each) => !(each instanceof BSONRegExp)),
      { maxLength: 2 },
    )
    .map((list) => ({ $all: list })),
);
const conjunction = fc
  .array(fc.tuple(path, condition), { minLength: 1, maxLength: 2, size: 'max' })
  .map((parts): Document => Object.fromEntries(parts));

/** Filters with `$or`, `$and` and `$nor` over conditions of all kinds. */
export const filter: fc.Arbitrary<Document> = fc.oneof(
  { weight: 8, arbitrary: conjunction },
  { weight: 4, arbitrary: fc.array(conjunction, { minLength: 2, maxLength: 3 }).map((each) => ({ $or: each })) },
  fc
    .tuple(conjunction, fc.array(conjunction, { minLength: 1, maxLength: 3 }))
    .map(([outer, branches]) => ({ ...outer, $or: branches })),
  fc.array(conjunction, { minLength: 1, maxLength: 2 }).map((each) => ({ $and: each })),
  conjunction.map((each) => ({ $nor: [each] })),
);

/** Filters whose conditions keys can often answer alone. */
export const plainFilter: fc.Arbitrary<Document> = fc
  .array(fc.tuple(weighted({ a: 6, b: 6, c: 2, 'd.x': 2 }), simple), {
    minLength: 1,
    maxLength: 2,
    size: 'max',
  })
  .map((parts): Document => Object.fromEntries(parts));

const direction = fc.constantFrom<1 | -1>(1, -1);

/** Keys of indexes; two fields may lie in the same array. */
export const keys = fc
  .uniqueArray(fc.tuple(weighted({ a: 12, b: 12, c: 2, 'a.x': 6, 'a.y': 1, 'd.x': 2 }), direction), {
    minLength: 1,
    maxLength: 3,
    size: 'max',
    selector: ([name]) => name,
  })
  .filter((fields) => !fields.some(([name]) => name === 'a') || !fields.some(([name]) => name.startsWith('a.')))
  .map((fields): Document => Object.fromEntries(fields));

/** What indexes may leave out. */
export const indexOptions = fc.constantFrom<Document>(
  ...Array.from({ length: 10 }, () => ({})),
  { sparse: true },
  { partialFilterExpression: { c: 1 } },
  { partialFilterExpression: { b: { $exists: true } } },
  { partialFilterExpression: { a: { $gt: 0 } } },
  { partialFilterExpression: { $or: [{ c: 1 }, { b: { $lte: 1 } }] } },
);

/** One or two sort fields. */
export const sort = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'a.x', 'd.x'), direction), {
    minLength: 1,
    maxLength: 2,
    selector: ([name]) => name,
  })
  .filter((fields) => !fields.some(([name]) => name === 'a') || !fields.some(([name]) => name === 'a.x'))
  .map((fields): Document => Object.fromEntries(fields));
