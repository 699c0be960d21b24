import { serialize } from 'bson';
import type { Document } from 'bson';
import { command } from './fuzz-commands.js';
import { anyDocument, storedDocument } from './fuzz-values.js';
import type { Chance } from './fuzz-values.js';
import { opMsg } from './raw-client.js';

/** Bytes for the engine, and what they were made of, to be shown when something goes wrong. */
export interface FuzzFrame {
  readonly bytes: Buffer;
  readonly made: Document | string;
  /** A reply or the end of the connection must follow; otherwise the engine may wait for more. */
  readonly complete: boolean;
}

/** A message as broken as chance wants it. */
export function frame(chance: Chance): FuzzFrame {
  const kind = chance.below(100);
  if (kind < 55) return valid(chance);
  if (kind < 80) return mutated(chance);
  if (kind < 88) return brokenHeader(chance);
  if (kind < 94) return sequences(chance);
  return chance.one([nestedDeep, manyElements, repeatedNames, invalidText, noise, legacy, wrongLengths])(chance);
}

function body(made: Document): Buffer {
  return Buffer.from(serialize({ ...made, $db: 'fuzz' }, { ignoreUndefined: true }));
}

function valid(chance: Chance): FuzzFrame {
  const made = command(chance);
  return { bytes: opMsg(body(made)), made, complete: true };
}

/** A command of which some bytes are others, missing or added; the length of the message is right. */
function mutated(chance: Chance): FuzzFrame {
  const made = command(chance);
  let bytes = opMsg(body(made));
  for (let i = 0; i <= chance.below(3); i += 1) {
    const at = 16 + chance.below(bytes.length - 16);
    switch (chance.below(4)) {
      case 0:
        bytes[at] = chance.below(256);
        break;
      case 1:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + chance.below(4))]);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from([chance.below(256)]), bytes.subarray(at)]);
        break;
      default:
        if (at + 4 <= bytes.length)
          bytes.writeInt32LE(chance.one([0, -1, 4, 5, 0x7fffffff, -0x80000000, bytes.length]), at);
    }
    if (bytes.length < 17) break;
  }
  return { bytes: withLength(bytes), made, complete: true };
}

function withLength(bytes: Buffer): Buffer {
  bytes.writeInt32LE(bytes.length, 0);
  return bytes;
}

function brokenHeader(chance: Chance): FuzzFrame {
  const bytes = opMsg(body({ ping: 1 }));
  const field = chance.one([0, 4, 8, 12, 16]);
  const value = chance.one([
    0,
    1,
    2,
    15,
    16,
    20,
    1000,
    2004,
    2010,
    2012,
    2013,
    48_000_001,
    -1,
    65_537,
    1 << 16,
    0x7fffffff,
  ]);
  bytes.writeInt32LE(value, field);
  // Without a reply: moreToCome, or a message that says it goes on.
  const silent = field === 16 && (value & 2) !== 0 && (value & 0xfffc) === 0;
  const longer = field === 0 && value > bytes.length && value <= 48_000_000;
  return { bytes, made: `header ${field} = ${value}`, complete: !silent && !longer };
}

function sequences(chance: Chance): FuzzFrame {
  const name = chance.one(['documents', 'updates', 'deletes', 'other', '']);
  const items = chance.list(3, () => serialize(chance.percent(80) ? storedDocument(chance) : anyDocument(chance)));
  const section = Buffer.concat([Buffer.from([1, 0, 0, 0, 0]), Buffer.from(`${name}\0`), ...items]);
  section.writeInt32LE(chance.percent(85) ? section.length - 1 : chance.one([0, 3, -1, 100_000]), 1);
  const made = { [chance.one(['insert', 'update', 'delete', 'find'])]: 'c0' };
  const flags = chance.percent(20) ? 1 : 0;
  const tail = flags === 1 ? Buffer.alloc(4) : Buffer.alloc(0);
  return { bytes: opMsg(body(made), flags, Buffer.concat([section, tail])), made, complete: true };
}

/** Documents in documents, made by hand: no library writes so many. */
function nestedDeep(chance: Chance): FuzzFrame {
  const levels = chance.one([100, 199, 200, 201, 5000]);
  const type = chance.one([3, 4]);
  let inner: Buffer = Buffer.from([5, 0, 0, 0, 0]);
  const heads: Buffer[] = [];
  let length = inner.length;
  for (let i = 0; i < levels; i += 1) {
    length += 8;
    const head = Buffer.from([0, 0, 0, 0, type, 0x61, 0]);
    head.writeInt32LE(length, 0);
    heads.push(head);
  }
  inner = Buffer.concat([...heads.reverse(), inner, Buffer.alloc(levels)]);
  const name = chance.one(['filter', 'sort', 'projection', 'documents']);
  const rest = body({ [name === 'documents' ? 'insert' : 'find']: 'c0' });
  const whole = Buffer.concat([
    rest.subarray(0, -1),
    Buffer.from([3]),
    Buffer.from(`${name}\0`),
    inner,
    Buffer.from([0]),
  ]);
  whole.writeInt32LE(whole.length, 0);
  return { bytes: opMsg(whole), made: `${name} nested ${levels} levels`, complete: true };
}

function manyElements(chance: Chance): FuzzFrame {
  const many = Array.from({ length: 5000 }, (_, i) => i);
  const made = chance.one<Document>([
    { find: 'c0', filter: { a: { $in: many } }, limit: 1 },
    { find: 'c0', filter: { $or: many.slice(0, 2000).map((a) => ({ a })) }, limit: 1 },
    { aggregate: 'c0', pipeline: [{ $limit: 1 }, { $project: { r: { $add: many } } }], cursor: {} },
    { aggregate: 'c0', pipeline: many.slice(0, 2000).map(() => ({ $match: {} })), cursor: {} },
    { insert: 'c2', documents: many.slice(0, 300).map((n) => ({ n })) },
    { distinct: 'c0', key: 'a', query: { n: { $nin: many } } },
  ]);
  return { bytes: opMsg(body(made)), made: `${Object.keys(made)[0] ?? ''} of many`, complete: true };
}

function repeatedNames(): FuzzFrame {
  const one = body({ find: 'c0', filter: { a: 1 }, limit: 1 });
  const again = body({ limit: 2, filter: {} });
  const whole = Buffer.concat([one.subarray(0, -1), again.subarray(4)]);
  whole.writeInt32LE(whole.length, 0);
  return { bytes: opMsg(whole), made: 'names twice', complete: true };
}

function invalidText(chance: Chance): FuzzFrame {
  const whole = body({ find: 'c0', filter: { a: 'xxxx', xxxx: 1 } });
  const at = chance.percent(50) ? whole.indexOf('xxxx') : whole.lastIndexOf('xxxx');
  Buffer.from(
    chance.one([
      [0xff, 0xfe],
      [0xc0, 0x80],
      [0xed, 0xa0, 0x80],
      [0xf8, 0x88, 0x80, 0x80],
    ]),
  ).copy(whole, at);
  return { bytes: opMsg(whole), made: 'text that is not UTF-8', complete: true };
}

function noise(chance: Chance): FuzzFrame {
  const bytes = Buffer.from(Array.from({ length: 17 + chance.below(200) }, () => chance.below(256)));
  return { bytes: withLength(bytes), made: 'noise', complete: true };
}

function legacy(chance: Chance): FuzzFrame {
  const namespace = chance.one(['admin.$cmd', 'fuzz.$cmd', 'fuzz.c0', '', '.', 'x']);
  const made = chance.percent(50) ? { isMaster: 1 } : command(chance);
  const whole = Buffer.concat([Buffer.alloc(20), Buffer.from(`${namespace}\0`), Buffer.alloc(8), body(made)]);
  whole.writeInt32LE(2004, 12);
  return {
    bytes: withLength(chance.percent(70) ? whole : whole.subarray(0, 17 + chance.below(whole.length - 17))),
    made,
    complete: true,
  };
}

/** Lengths inside the command that do not fit. */
function wrongLengths(chance: Chance): FuzzFrame {
  const whole = body({ insert: 'c0', documents: [{ a: 'text', b: Buffer.from('bytes'), c: { d: 1 } }] });
  const places = [0, whole.indexOf('text') - 4, whole.indexOf('bytes') - 5];
  const value = chance.one([0, 1, 4, -1, -5, 0x7fffffff, whole.length, whole.length + 1]);
  whole.writeInt32LE(value, chance.one(places));
  return { bytes: opMsg(whole), made: `a length of ${value}`, complete: true };
}
