import { Timestamp } from 'bson';

let last = 0n;

/**
 * A timestamp for a document: the seconds of an instant and a counter, later than every one given before.
 *
 * @param ms the instant, in milliseconds since 1970
 */
export function nextTimestamp(ms: number): Timestamp {
  const seconds = BigInt(Math.floor(ms / 1000)) << 32n;
  last = seconds > last ? seconds + 1n : last + 1n;
  return new Timestamp(last);
}
