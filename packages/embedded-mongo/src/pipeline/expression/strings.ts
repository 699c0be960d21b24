import { Int32 } from 'bson';

import { MongoError } from '../../errors.js';
import { checkTextLength, spend } from '../../values/effort.js';
import { isNullish, kindName } from '../../values/kinds.js';
import { compareStrings } from '../../values/compare-strings.js';
import type { Value } from '../../values/types.js';
import { int32Arg } from './numeric-arguments.js';
import { binary, listArgs, namedArgs, unary, type OperatorCompiler, type OperatorTable } from './operator.js';
import { coerceToText, requiredText, textArg } from './text-of.js';
import type { Evaluator } from './scope.js';

const concat: OperatorCompiler = (arg, scope, op) => {
  const parts = listArgs(arg, scope, op, 0, Infinity);
  return (root) => {
    let out = '';
    for (const part of parts) {
      const v = part(root);
      if (isNullish(v)) return null;
      if (typeof v !== 'string') throw new MongoError(16702, `$concat only supports strings, not ${kindName(v)}`);
      checkTextLength(out.length + v.length, op);
      out += v;
    }
    return out;
  };
};

/** MongoDB changes the case of ASCII letters only. */
const lower = (s: string): string => s.replace(/[A-Z]+/g, (x) => x.toLowerCase());
const upper = (s: string): string => s.replace(/[a-z]+/g, (x) => x.toUpperCase());

const split = binary((a, b) => {
  if (isNullish(a) || isNullish(b)) return null;
  const text = requiredText(
    a,
    '$split requires an expression that evaluates to a string as a first argument; it',
    40085,
  );
  const by = requiredText(
    b,
    '$split requires an expression that evaluates to a string as a second argument; it',
    40086,
  );
  if (by === '') throw new MongoError(40087, '$split requires a non-empty separator');
  const parts = text.split(by);
  spend(parts.length * 40);
  return parts;
});

/** Characters that $trim removes by default. */
const BLANKS = new Set([
  ...'\0 \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a',
]);

function trim(left: boolean, right: boolean): OperatorCompiler {
  return (arg, scope, op) => {
    const named = namedArgs(arg, op, ['input'], ['chars']);
    const input = scope.compile(named.get('input') as Value);
    const chars = named.has('chars') ? scope.compile(named.get('chars') as Value) : undefined;
    return (root) => {
      const text = textArg(input(root), `${op} requires its input to be a string; it`, 50699);
      const given = chars === undefined ? '' : textArg(chars(root), `${op} requires 'chars' to be a string; it`, 50700);
      if (text === undefined || given === undefined) return null;
      const unwanted = chars === undefined ? BLANKS : new Set(given);
      const points = [...text];
      let start = 0;
      let end = points.length;
      while (left && start < end && unwanted.has(points[start] as string)) start++;
      while (right && end > start && unwanted.has(points[end - 1] as string)) end--;
      return points.slice(start, end).join('');
    };
  };
}

function replace(all: boolean): OperatorCompiler {
  return (arg, scope, op) => {
    const named = namedArgs(arg, op, ['input', 'find', 'replacement']);
    const [input, find, replacement] = ['input', 'find', 'replacement'].map((n) =>
      scope.compile(named.get(n) as Value),
    ) as [Evaluator, Evaluator, Evaluator];
    return (root) => {
      const text = textArg(input(root), `${op} requires that 'input' be a string; it`, 51746);
      const what = textArg(find(root), `${op} requires that 'find' be a string; it`, 51745);
      const by = textArg(replacement(root), `${op} requires that 'replacement' be a string; it`, 51744);
      if (text === undefined || what === undefined || by === undefined) return null;
      if (!all) return text.replace(what, () => by);
      if (by.length > what.length) checkTextLength(text.length + timesIn(text, what) * (by.length - what.length), op);
      return text.replaceAll(what, () => by);
    };
  };
}

/** How often a text occurs in another; an empty one occurs at every place. */
function timesIn(text: string, what: string): number {
  if (what === '') return text.length + 1;
  let times = 0;
  for (let at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + what.length)) times += 1;
  return times;
}

function length(what: string, code: number, measure: (s: string) => number): OperatorCompiler {
  return unary((v) => new Int32(measure(requiredText(v, `${what} requires a string argument; it`, code))));
}

function indexOf(points: boolean): OperatorCompiler {
  return (arg, scope, op) => {
    const [text, token, from, to] = listArgs(arg, scope, op, 2, 4) as [Evaluator, Evaluator, Evaluator?, Evaluator?];
    return (root) => {
      const haystack = textArg(text(root), `${op} requires a string as the first argument; it`, 40093);
      if (haystack === undefined) return null;
      const needle = requiredText(token(root), `${op} requires a string as the second argument; it`, 40094);
      const at = (e: Evaluator | undefined): number | undefined => {
        if (e === undefined) return undefined;
        const n = int32Arg(e(root), `${op} index`, 40096);
        if (n < 0) throw new MongoError(40097, `${op} requires a nonnegative start or end index, found: ${n}`);
        return n;
      };
      const start = at(from) ?? 0;
      const end = at(to);
      const found = points
        ? indexOfPoints(haystack, needle, start, end)
        : indexOfBytes(Buffer.from(haystack), Buffer.from(needle), start, end);
      return new Int32(found);
    };
  };
}

function indexOfBytes(haystack: Buffer, needle: Buffer, start: number, end = haystack.length): number {
  if (start > Math.min(end, haystack.length) - needle.length) return -1;
  return haystack.subarray(0, end).indexOf(needle, start);
}

function indexOfPoints(haystack: string, needle: string, start: number, end = Infinity): number {
  const from = unitOfPoint(haystack, start);
  if (from === undefined) return -1;
  const found = haystack.indexOf(needle, from);
  if (found < 0) return -1;
  const index = start + pointsIn(haystack.slice(from, found));
  return index + pointsIn(needle) <= end ? index : -1;
}

/** Where the code point of that index begins; undefined beyond the end. */
function unitOfPoint(text: string, index: number): number | undefined {
  let unit = 0;
  for (let i = 0; i < index; i++) {
    if (unit >= text.length) return undefined;
    unit += (text.codePointAt(unit) as number) > 0xffff ? 2 : 1;
  }
  return unit;
}

function pointsIn(text: string): number {
  let points = 0;
  for (let unit = 0; unit < text.length; points++) unit += (text.codePointAt(unit) as number) > 0xffff ? 2 : 1;
  return points;
}

function substring(points: boolean): OperatorCompiler {
  return (arg, scope, op) => {
    const [text, from, count] = listArgs(arg, scope, op, 3) as [Evaluator, Evaluator, Evaluator];
    return (root) => {
      const s = coerceToText(text(root));
      const start = int32Arg(from(root), `${op}: starting index`, points ? 34450 : 16034);
      const n = int32Arg(count(root), `${op}: length`, points ? 34452 : 16035);
      return points ? pointRange(s, start, n) : byteRange(s, start, n);
    };
  };
}

function pointRange(s: string, start: number, count: number): string {
  if (start < 0) throw new MongoError(34455, '$substrCP: the starting index must be nonnegative integer.');
  if (count < 0) throw new MongoError(34454, '$substrCP: length must be a nonnegative integer.');
  return [...s].slice(start, start + count).join('');
}

function byteRange(s: string, start: number, count: number): string {
  if (start < 0) throw new MongoError(50752, '$substrBytes: starting index must be non-negative');
  const bytes = Buffer.from(s);
  const end = count < 0 ? bytes.length : Math.min(bytes.length, start + count);
  const isInside = (i: number): boolean => ((bytes[i] ?? 0) & 0xc0) === 0x80;
  if (isInside(start))
    throw new MongoError(28656, '$substrBytes: Invalid range, starting index is a UTF-8 continuation byte.');
  if (isInside(end))
    throw new MongoError(28657, '$substrBytes: Invalid range, ending index is in the middle of a UTF-8 character.');
  return bytes.toString('utf8', start, end);
}

export const STRINGS: OperatorTable = {
  $concat: concat,
  $toLower: unary((v) => lower(coerceToText(v))),
  $toUpper: unary((v) => upper(coerceToText(v))),
  $strcasecmp: binary((a, b) => new Int32(Math.sign(compareStrings(upper(coerceToText(a)), upper(coerceToText(b)))))),
  $split: split,
  $trim: trim(true, true),
  $ltrim: trim(true, false),
  $rtrim: trim(false, true),
  $replaceOne: replace(false),
  $replaceAll: replace(true),
  $strLenCP: length('$strLenCP', 34471, (s) => [...s].length),
  $strLenBytes: length('$strLenBytes', 34473, (s) => Buffer.byteLength(s)),
  $indexOfCP: indexOf(true),
  $indexOfBytes: indexOf(false),
  $substrCP: substring(true),
  $substrBytes: substring(false),
  $substr: substring(false),
};
