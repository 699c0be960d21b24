import { Script, createContext } from 'node:vm';
import { MongoError } from '../errors.js';
import { effortLimit } from '../values/effort.js';

/** What a search may cost, in steps, without being watched; some ten milliseconds. */
const UNWATCHED_STEPS = 5_000_000;
/** The longest time that one search takes, in milliseconds; MongoDB's limit of steps lies in the same region. */
const MATCH_MS = 1000;
/** Text up to this length costs little, whatever the expression. */
const SHORT_TEXT = 10;

/** The watched searches of this thread. Of another context it uses nothing but the timer. */
const box: { regex: RegExp; text: string; found: RegExpExecArray | null } = { regex: /^/, text: '', found: null };
createContext(box);
const script = new Script('found = regex.exec(text)');
const shapes = new WeakMap<RegExp, Backtracking>();

/** How the cost of an expression grows with the text. */
interface Backtracking {
  /** A repetition repeats a choice or another repetition. */
  readonly exponential: boolean;
  /** Repetitions one after the other: the cost grows with this power of the length, and one more for the start. */
  readonly repetitions: number;
}

/** Like `regex.test`. Throws 51156 when the search takes too long: expressions are tried by backtracking. */
export function boundedTest(regex: RegExp, text: string): boolean {
  return isCheap(regex, text) ? regex.test(text) : watched(regex, text) !== null;
}

/** Like `regex.exec`; the expression may be a global one. Throws 51156 when the search takes too long. */
export function boundedExec(regex: RegExp, text: string): RegExpExecArray | null {
  return isCheap(regex, text) ? regex.exec(text) : watched(regex, text);
}

function isCheap(regex: RegExp, text: string): boolean {
  if (text.length <= SHORT_TEXT) return true;
  let shape = shapes.get(regex);
  if (shape === undefined) {
    shape = backtrackingOf(regex.source);
    shapes.set(regex, shape);
  }
  return !shape.exponential && text.length ** (shape.repetitions + 1) <= UNWATCHED_STEPS;
}

/** Some thirty microseconds dearer than a plain search. */
function watched(regex: RegExp, text: string): RegExpExecArray | null {
  box.regex = regex;
  box.text = text;
  try {
    script.runInContext(box, { timeout: Math.min(MATCH_MS, Math.ceil(effortLimit() / 8)) });
    return box.found;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new MongoError(
      51156,
      'Error occurred while executing the regular expression: the match limit was exceeded, it backtracks too often',
    );
  } finally {
    box.text = '';
    box.found = null;
  }
}

/** Reads how an expression in JavaScript's syntax can backtrack. Errs on the careful side. */
export function backtrackingOf(source: string): Backtracking {
  let exponential = false;
  let repetitions = 0;
  // For each open group: whether a repetition or a choice lies in it.
  const open: { repeats: boolean }[] = [{ repeats: false }];
  let closed = false;
  for (let at = 0; at < source.length;) {
    const c = source[at] as string;
    const top = open[open.length - 1] as { repeats: boolean };
    const repetition = /^(?:[*+]|\{\d+,?\d*\})/.exec(source.slice(at, at + 24))?.[0];
    if (repetition !== undefined) {
      if (closed) exponential = true;
      repetitions += 1;
      top.repeats = true;
      at += repetition.length;
      closed = false;
      continue;
    }
    closed = false;
    if (c === '\\') {
      if (/[1-9k]/.test(source[at + 1] ?? '')) exponential = true;
      at += 2;
    } else if (c === '[') {
      at = classEnd(source, at);
    } else if (c === '(') {
      open.push({ repeats: false });
      at += 1;
    } else if (c === ')') {
      const group = open.pop() ?? top;
      const outer = open[open.length - 1];
      if (outer !== undefined && group.repeats) outer.repeats = true;
      closed = group.repeats;
      at += 1;
    } else {
      if (c === '|' || (c === '?' && source[at - 1] !== '(')) top.repeats = true;
      at += 1;
    }
  }
  return { exponential, repetitions };
}

function classEnd(source: string, start: number): number {
  let at = start + 1;
  while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
  return at + 1;
}
