import { MongoError } from '../errors.js';

/*
 * Work on one document cannot be interrupted from outside, and an expression of a few words can ask for any amount of
 * it ($map over $range, $reduce that doubles). What builds or walks values therefore notes here what it does.
 */

/** What the values that expressions build for one document take at most, in bytes on the heap. */
export const MAX_BUILT_BYTES = 128 * 1024 * 1024;
/** A string that an expression builds, in UTF-16 units; MongoDB's documents hold no more. */
export const MAX_TEXT_LENGTH = 16 * 1024 * 1024;
/** What an element of a new array takes, with a number as its value. */
export const ELEMENT_BYTES = 32;
/** Notes between two looks at the clock. */
const NOTES_PER_LOOK = 256;

let limitMs = 15_000;
let built = 0;
let notes = 0;
/** When the uninterrupted work was first looked at; 0: not yet. */
let since = 0;
let willEnd = false;

/** Sets how long the work on one document may hold the thread, in milliseconds. */
export function limitEffort(milliseconds: number): void {
  limitMs = milliseconds;
}

/** How long it may. */
export function effortLimit(): number {
  return limitMs;
}

/** Work on a document that was read begins: the clock starts again, and what was built before is let go. */
export function beginDocument(): void {
  built = 0;
  since = 0;
}

/** Work on one of several documents that were made of one begins. */
export function beginPart(): void {
  built = 0;
}

/**
 * Notes a step of work that builds values of so many bytes. Throws 146 when those of one document take more than
 * memory allows, 50 when the work on it takes too long.
 */
export function spend(bytes: number): void {
  built += bytes;
  if (built > MAX_BUILT_BYTES) {
    built = 0;
    throw new MongoError(146, `an expression builds more than ${MAX_BUILT_BYTES} bytes for one document`);
  }
  notes += 1;
  if (notes % NOTES_PER_LOOK === 0 || bytes > 100_000) look();
}

/** Throws 146 when a string of that length is more than an expression may build. */
export function checkTextLength(length: number, op: string): void {
  if (length > MAX_TEXT_LENGTH) {
    throw new MongoError(146, `${op} would build a string of more than ${MAX_TEXT_LENGTH} characters`);
  }
}

function look(): void {
  const now = performance.now();
  if (since === 0) {
    since = now;
    if (willEnd) return;
    willEnd = true;
    // Where the thread turns to something else, the work has been interrupted.
    setImmediate(() => {
      willEnd = false;
      since = 0;
      built = 0;
    }).unref();
    return;
  }
  if (now - since > limitMs) {
    since = 0;
    throw new MongoError(50, `operation exceeded time limit: one document took more than ${limitMs} ms`);
  }
}
