import { randomBytes, randomUUID } from 'node:crypto';

/** Record ids are 24 hexadecimal digits; anything else is answered like an unknown record. */
const ID = /^[0-9a-f]{24}$/;

export function isId(text: unknown): text is string {
  return typeof text === 'string' && ID.test(text);
}

const PROCESS = randomBytes(5).toString('hex');
let counter = randomBytes(3).readUIntBE(0, 3);

/**
 * A new record id: seconds since 1970, the process, a counter. Ids that a process makes later sort later, except where
 * the counter begins anew within a second, once in 16 million ids. Unique, but no secret.
 */
export function newId(now: Date = new Date()): string {
  const seconds = Math.floor(now.getTime() / 1000);
  counter = (counter + 1) % 0x1000000;
  return seconds.toString(16).padStart(8, '0') + PROCESS + counter.toString(16).padStart(6, '0');
}

/** An unguessable token of 256 bits, URL-safe. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function newUuid(): string {
  return randomUUID();
}
