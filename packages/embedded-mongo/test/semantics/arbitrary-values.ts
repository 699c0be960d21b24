import { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Int32, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';

import { CodeWithScope, DbPointer, UNDEFINED, type Doc, type Value } from '../../src/values/types.js';

const INTERESTING_DECIMALS = [
  '0',
  '-0',
  '0.1',
  '1',
  '1.0',
  '-1.50',
  'NaN',
  'Infinity',
  '-Infinity',
  '9007199254740993',
  '9223372036854775807',
  '1E+6144',
  '-1E-6176',
  '5E-324',
  '4.9E-324',
  '1.7976931348623157E+308',
  '1.8E+308',
  '0.1000000000000000055511151231257827',
  '12345678901234567890.12345678901234',
];

/** Numbers of all four types, with the corners where types meet. */
export const numericValue: fc.Arbitrary<Value> = fc.oneof(
  fc.integer({ min: -10, max: 10 }).map((n) => new Int32(n)),
  fc.integer().map((n) => new Int32(n)),
  fc.double(),
  fc.integer({ min: -10, max: 10 }).map((n): Value => n / 4),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }),
  fc.integer({ min: -3, max: 3 }).map((n): Value => 2 ** 53 + n),
  fc.constantFrom(...INTERESTING_DECIMALS).map((s): Value => Decimal128.fromString(s)),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 34n) + 1n, max: 10n ** 34n - 1n }), fc.integer({ min: -40, max: 10 }))
    .map(([c, e]): Value => Decimal128.fromString(`${c}E${e}`)),
  fc
    .tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -3, max: 3 }))
    .map(([c, e]): Value => Decimal128.fromString(`${c}E${e}`)),
);

const text = fc.oneof(
  fc.string({ maxLength: 4 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom('', 'a', 'ab', 'a\0', 'a\0b', '\u{10000}', '\uffff', '\ue000', 'é'),
);

const scalar: fc.Arbitrary<Value> = fc.oneof(
  { weight: 3, arbitrary: numericValue },
  { weight: 2, arbitrary: text },
  fc.boolean(),
  fc.constant(null),
  fc.constant(UNDEFINED),
  fc.constant(new MinKey()),
  fc.constant(new MaxKey()),
  fc.integer({ min: -(10 ** 13), max: 10 ** 13 }).map((ms): Value => new Date(ms)),
  fc.constantFrom(-8.64e15, -1, 0, 1, 8.64e15).map((ms): Value => new Date(ms)),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((b): Value => new ObjectId(b)),
  fc
    .tuple(fc.uint8Array({ maxLength: 5 }), fc.constantFrom(0, 1, 2, 3, 5, 6, 7, 8, 9, 128, 255))
    .map(([b, t]): Value => new Binary(b, t)),
  fc
    .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
    .map(([t, i]): Value => new Timestamp({ t, i })),
  fc.uint8Array({ minLength: 16, maxLength: 16 }).map((b): Value => new Binary(b, Binary.SUBTYPE_UUID)),
  fc.tuple(fc.constantFrom('', 'ab', 'b'), fc.constantFrom('', 'i', 'im')).map(([p, o]): Value => new BSONRegExp(p, o)),
  fc
    .tuple(fc.constantFrom('', 'a.b', 'ab', 'é'), fc.uint8Array({ minLength: 12, maxLength: 12 }))
    .map(([namespace, id]): Value => new DbPointer(namespace, new ObjectId(id))),
  text.map((s): Value => new Code(s)),
  text.map((s): Value => new BSONSymbol(s)),
);

const fieldName = fc.oneof(
  fc.constantFrom('a', 'b', 'c', '0', '__proto__', 'é'),
  fc.string({ maxLength: 3 }).map((s) => s.replaceAll('\0', '')),
);

/** Values of every type, nested up to three levels. */
export const { value: anyValue, doc: anyDoc } = fc.letrec<{ value: Value; doc: Doc }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    tie('doc'),
    { weight: 1, arbitrary: fc.tuple(text, tie('doc')).map(([code, scope]): Value => new CodeWithScope(code, scope)) },
  ),
  doc: fc.array(fc.tuple(fieldName, tie('value')), { maxLength: 3 }).map((entries): Doc => new Map(entries)),
}));
