import { MalformedMessageError } from './frame-reader.js';
import { toCommand } from './op-msg.js';
import type { RawCommand } from './op-msg.js';
import { documentEnd } from './raw-bson.js';

export const OP_QUERY = 2004;
const OP_REPLY = 1;

/** A command in the legacy envelope, with the database it names in its namespace. */
export interface LegacyQuery {
  readonly database: string;
  readonly command: RawCommand;
}

/** Takes a legacy OP_QUERY on `<db>.$cmd` apart; drivers use it for their first hello only. */
export function parseOpQuery(message: Buffer): LegacyQuery {
  const nameEnd = message.indexOf(0, 4);
  if (message.length < 4 || nameEnd < 0) throw new MalformedMessageError('namespace is not terminated');
  const namespace = message.toString('utf8', 4, nameEnd);
  const dot = namespace.indexOf('.');
  if (dot < 0 || namespace.slice(dot + 1) !== '$cmd') {
    throw new MalformedMessageError('legacy queries are accepted on $cmd only');
  }
  const start = nameEnd + 9;
  const body = message.subarray(start, documentEnd(message, start));
  return { database: namespace.slice(0, dot), command: toCommand(body, new Map(), false) };
}

/** Wraps one reply document as the legacy OP_REPLY. */
export function frameOpReply(reply: Uint8Array, requestId: number, responseTo: number): Buffer {
  const head = Buffer.alloc(36);
  head.writeInt32LE(36 + reply.length, 0);
  head.writeInt32LE(requestId, 4);
  head.writeInt32LE(responseTo, 8);
  head.writeInt32LE(OP_REPLY, 12);
  head.writeInt32LE(8, 16); // AwaitCapable, as every server since 1.6 says
  head.writeInt32LE(1, 32);
  return Buffer.concat([head, reply]);
}
