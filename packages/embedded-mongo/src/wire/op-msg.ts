import { MalformedMessageError } from './frame-reader.js';
import { ARRAY_TYPE, documentEnd, documentsOfArray, rawElements, withoutElement } from './raw-bson.js';

export const OP_MSG = 2013;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 1 << 1;
const EXHAUST_ALLOWED = 1 << 16;
/** Flag bits 0-15 are "required": an unknown one means the message cannot be understood. */
const UNKNOWN_REQUIRED_FLAGS = 0xffff & ~(CHECKSUM_PRESENT | MORE_TO_COME);

/** The argument of a command that may come as a document sequence and is kept as raw BSON. */
const SEQUENCE_OF: ReadonlyMap<string, string> = new Map([
  ['insert', 'documents'],
  ['update', 'updates'],
  ['delete', 'deletes'],
]);

/** A command as it arrived: its body without the document sequences, and those, all still BSON. */
export interface RawCommand {
  readonly name: string;
  readonly body: Buffer;
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>;
  /** The client does not want a reply (moreToCome). */
  readonly silent: boolean;
  /** The client takes further replies without asking again. */
  readonly exhaustAllowed: boolean;
}

/** Takes an OP_MSG apart. Throws MalformedMessageError. */
export function parseOpMsg(message: Buffer): RawCommand {
  if (message.length < 9) throw new MalformedMessageError('message is too short');
  const flags = message.readUInt32LE(0);
  if ((flags & UNKNOWN_REQUIRED_FLAGS) !== 0) throw new MalformedMessageError(`unknown flag bits ${flags}`);
  const end = (flags & CHECKSUM_PRESENT) !== 0 ? message.length - 4 : message.length;
  let body: Buffer | undefined;
  const sequences = new Map<string, readonly Buffer[]>();
  let offset = 4;
  while (offset < end) {
    const kind = message[offset];
    if (kind === 0) {
      if (body !== undefined) throw new MalformedMessageError('two body sections');
      const sectionEnd = documentEnd(message.subarray(0, end), offset + 1);
      body = message.subarray(offset + 1, sectionEnd);
      offset = sectionEnd;
    } else if (kind === 1) {
      offset = readSequence(message.subarray(0, end), offset + 1, sequences);
    } else {
      throw new MalformedMessageError(`unknown section kind ${kind}`);
    }
  }
  if (body === undefined) throw new MalformedMessageError('no body section');
  return {
    ...toCommand(body, sequences, (flags & MORE_TO_COME) !== 0),
    exhaustAllowed: (flags & EXHAUST_ALLOWED) !== 0,
  };
}

/** Builds a command from its body; also used for the legacy OP_QUERY. */
export function toCommand(body: Buffer, sequences: Map<string, readonly Buffer[]>, silent: boolean): RawCommand {
  const elements = rawElements(body);
  const first = elements.next().value;
  if (first === undefined) throw new MalformedMessageError('empty command');
  const sequence = SEQUENCE_OF.get(first.name);
  let rest = body;
  // Most commands have none: then the body is read once, where its values are decoded.
  for (const element of sequence === undefined ? [] : [...elements].reverse()) {
    // What is no array of documents stays in the body, for the command to refuse by name.
    const isSequence = element.name === sequence && element.type === ARRAY_TYPE;
    const documents = isSequence ? documentsOfArray(body, element) : undefined;
    if (documents === undefined) continue;
    if (sequences.has(element.name)) throw new MalformedMessageError(`"${element.name}" appears twice`);
    sequences.set(element.name, documents);
    rest = withoutElement(rest, element);
  }
  return { name: first.name, body: rest, sequences, silent, exhaustAllowed: false };
}

function readSequence(message: Buffer, start: number, into: Map<string, readonly Buffer[]>): number {
  if (start + 4 > message.length) throw new MalformedMessageError('sequence is cut off');
  const end = start + message.readInt32LE(start);
  const nameEnd = message.indexOf(0, start + 4);
  if (end > message.length || nameEnd < 0 || nameEnd >= end) throw new MalformedMessageError('bad sequence');
  const name = message.toString('utf8', start + 4, nameEnd);
  if (into.has(name)) throw new MalformedMessageError(`sequence "${name}" appears twice`);
  const documents: Buffer[] = [];
  let offset = nameEnd + 1;
  while (offset < end) {
    const documentStart = offset;
    offset = documentEnd(message.subarray(0, end), offset);
    documents.push(message.subarray(documentStart, offset));
  }
  into.set(name, documents);
  return end;
}

/** Wraps reply documents (BSON) as an OP_MSG answering `responseTo`; `moreToCome` says that another follows. */
export function frameOpMsg(reply: Uint8Array, requestId: number, responseTo: number, moreToCome = false): Buffer {
  const head = Buffer.allocUnsafe(21);
  head.writeInt32LE(21 + reply.length, 0);
  head.writeInt32LE(requestId, 4);
  head.writeInt32LE(responseTo, 8);
  head.writeInt32LE(OP_MSG, 12);
  head.writeUInt32LE(moreToCome ? MORE_TO_COME : 0, 16);
  head.writeUInt8(0, 20);
  return Buffer.concat([head, reply]);
}
