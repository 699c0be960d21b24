import { Binary } from 'bson';
import { MongoError } from '../errors.js';
import type { Value } from '../values/types.js';

/** The session of `lsid: { id: UUID }` as text, or undefined without one. Throws 207. */
export function readSessionId(lsid: Value | undefined): string | undefined {
  if (lsid === undefined || lsid === null) return undefined;
  const id = lsid instanceof Map ? lsid.get('id') : undefined;
  if (!(id instanceof Binary) || id.sub_type !== Binary.SUBTYPE_UUID || id.length() !== 16) {
    throw new MongoError(207, 'lsid.id must be a UUID');
  }
  return Buffer.from(id.buffer.subarray(0, 16)).toString('hex');
}

export function readSessionIds(list: readonly Value[]): string[] {
  return list.map(readSessionId).filter((id) => id !== undefined);
}
