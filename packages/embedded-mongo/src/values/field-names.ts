const SLOTS = 4096;
const cache = new Array<string>(SLOTS).fill('');
const LONGEST_CACHED = 32;

/** The hash of a name after one more byte; that of no bytes is 0. */
export function hashStep(hash: number, byte: number): number {
  return (hash * 31 + byte) | 0;
}

/**
 * The field name in `buf[start, stop)`, whose bytes have that {@link hashStep}. The same few names occur in every
 * document of a collection, so ASCII names are kept and reused: comparing bytes is cheaper than making a string.
 */
export function fieldName(buf: Buffer, start: number, stop: number, hash: number): string {
  const length = stop - start;
  if (length === 0 || length > LONGEST_CACHED) return buf.toString('utf8', start, stop);
  const slot = hash & (SLOTS - 1);
  const known = cache[slot] as string;
  if (known.length === length && sameAscii(known, buf, start)) return known;
  const name = buf.toString('utf8', start, stop);
  if (name.length === length) cache[slot] = name;
  return name;
}

function sameAscii(name: string, buf: Buffer, start: number): boolean {
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    if (unit > 127 || unit !== buf[start + i]) return false;
  }
  return true;
}
