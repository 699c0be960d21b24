import { Binary, Decimal128, Double, Int32, Long, ObjectId, Timestamp, deserialize, serialize } from 'bson';
import type { Document } from 'bson';
import { describe, expect, it, test } from 'vitest';
import { encode } from '../../src/values/codec.js';
import type { Value } from '../../src/values/types.js';
import { RawDocument, encodeReply } from '../../src/wire/encode-reply.js';
import type { ReplyObject } from '../../src/wire/encode-reply.js';

const id = new ObjectId('0123456789abcdef01234567');
const raw = new RawDocument(encode(new Map([['a', 'raw']])));
const types = { promoteValues: false, promoteLongs: false } as const;

describe('a reply', () => {
  test.each<[what: string, reply: ReplyObject, means: Document]>([
    ['of nothing', {}, {}],
    ['without what is undefined', { a: undefined, ok: 1 }, { ok: new Int32(1) }],
    ['with whole numbers', { n: 2147483647, m: -2147483647 }, { n: new Int32(2147483647), m: new Int32(-2147483647) }],
    ['with numbers beyond', { n: 2147483648, x: 1.5 }, { n: new Double(2147483648), x: new Double(1.5) }],
    ['with NaN and infinity', { n: NaN, x: -Infinity }, { n: new Double(NaN), x: new Double(-Infinity) }],
    ['with an int64', { id: -(2n ** 63n), k: 5n }, { id: Long.MIN_VALUE, k: Long.fromNumber(5) }],
    ['with null and booleans', { a: null, b: true, c: false }, { a: null, b: true, c: false }],
    ['with short and empty text', { s: 'ok', e: '' }, { s: 'ok', e: '' }],
    ['with letters beyond ASCII', { grüße: 'ß€😀', s: 'aé' }, { grüße: 'ß€😀', s: 'aé' }],
    ['with long text', { s: 'x'.repeat(41), t: 'é'.repeat(50_000) }, { s: 'x'.repeat(41), t: 'é'.repeat(50_000) }],
    [
      'with documents in it',
      { cursor: { ns: 'a.b', more: { deep: 1 } } },
      { cursor: { ns: 'a.b', more: { deep: new Int32(1) } } },
    ],
    [
      'with arrays',
      { list: [1, 'a', null, [true], { x: 1 }] },
      { list: [new Int32(1), 'a', null, [true], { x: new Int32(1) }] },
    ],
    ['with nothing in an array', { list: [undefined, 1], none: [] }, { list: [null, new Int32(1)], none: [] }],
    ['with stored documents', { one: raw, all: [raw, raw] }, { one: { a: 'raw' }, all: [{ a: 'raw' }, { a: 'raw' }] }],
    [
      'with values of other types',
      {
        id,
        at: new Date(5),
        d: Decimal128.fromString('1.5'),
        t: new Timestamp({ t: 1, i: 2 }),
        b: new Binary(Buffer.from('x')),
      },
      {
        id,
        at: new Date(5),
        d: Decimal128.fromString('1.5'),
        t: new Timestamp({ t: 1, i: 2 }),
        b: new Binary(Buffer.from('x')),
      },
    ],
    ['with a stored value', { key: new Map<string, Value>([['a', new Int32(1)]]) }, { key: { a: new Int32(1) } }],
  ])('%s', (_, reply, means) => {
    expect(encodeReply(reply)).toEqual(Buffer.from(serialize(means)));
  });

  it('numbers the documents of a large batch, and leaves nothing for the next reply', () => {
    const large = new RawDocument(encode(new Map([['a', 'x'.repeat(1000)]])));
    const list = Array.from({ length: 1200 }, () => large);
    const encoded = encodeReply({ list, ok: 1 });
    expect(encoded.readInt32LE(0)).toBe(encoded.length);
    expect(Object.keys(deserialize(encoded, { raw: true })['list'] as Document)).toHaveLength(1200);
    expect(encoded.includes(Buffer.from('\x031199\0'))).toBe(true);
    expect(deserialize(encodeReply({ ok: 1 }))).toEqual({ ok: 1 });
  });

  it('takes further elements at its end, and only there', () => {
    const stamp = encode(new Map([['time', 7]])).subarray(4, -1);
    const encoded = encodeReply({ cursor: { a: 1 }, ok: 1 }, stamp);
    expect(deserialize(encoded, types)).toEqual({ cursor: { a: new Int32(1) }, ok: new Int32(1), time: new Double(7) });
  });

  it('is whole after one that could not be encoded', () => {
    let deep: Value = 1;
    for (let i = 0; i < 300; i += 1) deep = new Map([['a', deep]]);
    expect(() => encodeReply({ before: 1, deep })).toThrow(/nesting/);
    expect(deserialize(encodeReply({ ok: 1 }))).toEqual({ ok: 1 });
  });
});
