import { randomBytes, randomUUID } from 'node:crypto';

/** Record ids are 24 hexadecimal digits; anything else is answered like an unknown record. */
const ID = /^[0-9a-f]{24}$/;

export function isId(text: unknown): text is string {
  return typeof text === 'string' && ID.test(text);
}

/** A new record id: seconds since 1970, then random, so ids made later sort later. */
export function newId(now: Date = new Date()): string {
  const seconds = Math.floor(now.getTime() / 1000);
  return seconds.toString(16).padStart(8, '0') + randomBytes(8).toString('hex');
}

/** An unguessable token of 256 bits, URL-safe. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function newUuid(): string {
  return randomUUID();
}
