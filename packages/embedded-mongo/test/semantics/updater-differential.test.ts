import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compileUpdate } from '../../src/updater/index.js';
import { decode, encode } from '../../src/values/codec.js';
import { anyDoc } from './arbitrary-values.js';
import { docOf, show, shown } from './doc-of.js';

type Plain = number | string | null | Plain[] | { [name: string]: Plain };
type PlainDoc = Record<string, Plain>;

/** One operator on one path, as drawn. */
interface Change {
  readonly op: string;
  readonly path: string;
  readonly arg: Plain;
}

class Refused extends Error {}

const isDoc = (v: Plain | undefined): v is PlainDoc => typeof v === 'object' && v !== null && !Array.isArray(v);
const same = (a: Plain, b: Plain): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Null, numbers, strings: the only ones that the model orders. */
function order(a: Plain | undefined, b: Plain | undefined): number {
  const rank = (v: Plain | undefined): number => (v === null ? 0 : typeof v === 'number' ? 1 : 2);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (a === b || a === null) return 0;
  return (a as number | string) < (b as number | string) ? -1 : 1;
}

/** What an operator makes of a value; undefined is a missing field. */
function changed(op: string, current: Plain | undefined, arg: Plain): Plain | undefined {
  switch (op) {
    case '$set':
      return arg;
    case '$inc':
      if (current !== undefined && typeof current !== 'number') throw new Refused();
      return (current ?? 0) + (arg as number);
    case '$mul':
      if (current !== undefined && typeof current !== 'number') throw new Refused();
      return (current ?? 0) * (arg as number) + 0;
    case '$min':
      return current === undefined || order(arg, scalarOrSelf(current)) < 0 ? arg : current;
    case '$max':
      return current === undefined || order(arg, scalarOrSelf(current)) > 0 ? arg : current;
  }
  if (current !== undefined && !Array.isArray(current)) throw new Refused();
  const list = current ?? [];
  switch (op) {
    case '$push':
      return pushed([...list], arg as PlainDoc);
    case '$addToSet': {
      const out = [...list];
      for (const v of (arg as PlainDoc)['$each'] as Plain[]) if (!out.some((each) => same(each, v))) out.push(v);
      return out;
    }
    case '$pop':
      return arg === 1 ? list.slice(0, -1) : list.slice(1);
    case '$pullAll':
      return list.filter((v) => !(arg as Plain[]).some((each) => same(each, v)));
    default:
      throw new Error(op);
  }
}

/** Documents and arrays stand above every scalar; a string that is above all drawn ones stands for them. */
function scalarOrSelf(v: Plain): Plain {
  return typeof v === 'object' && v !== null ? '\uffff' : v;
}

function pushed(list: Plain[], arg: PlainDoc): Plain[] {
  const { $each, $position, $slice, $sort } = arg as {
    $each: Plain[];
    $position?: number;
    $slice?: number;
    $sort?: number;
  };
  const at = $position === undefined ? list.length : $position < 0 ? Math.max(0, list.length + $position) : $position;
  list.splice(at, 0, ...$each);
  if ($sort !== undefined) list.sort((a, b) => $sort * order(scalarOrSelf(a), scalarOrSelf(b)));
  if ($slice === undefined) return list;
  if ($slice === 0) return [];
  return $slice > 0 ? list.slice(0, $slice) : list.slice($slice);
}

const CREATES = new Set(['$set', '$inc', '$mul', '$min', '$max', '$push', '$addToSet']);

/** The straightforward way: walk down, create what is missing, write in place. */
function applyTo(node: Plain, names: readonly string[], { op, arg }: Change): void {
  const [name, ...rest] = names as [string, ...string[]];
  const index = /^\d+$/.test(name) ? Number(name) : undefined;
  if (Array.isArray(node) ? index === undefined : !isDoc(node)) {
    if (op === '$unset') return;
    throw new Refused();
  }
  const fields = node as PlainDoc;
  const exists = Array.isArray(node) ? (index as number) < node.length : Object.hasOwn(fields, name);
  if (!exists && !CREATES.has(op)) return;
  if (rest.length > 0) {
    if (!exists) {
      const child: PlainDoc = {};
      applyTo(child, rest, { op, path: '', arg });
      write(node, name, child);
    } else applyTo(fields[name] as Plain, rest, { op, path: '', arg });
  } else if (op !== '$unset') write(node, name, changed(op, exists ? fields[name] : undefined, arg) as Plain);
  else if (Array.isArray(node)) node[index as number] = null;
  else delete fields[name];
}

function write(node: Plain, name: string, value: Plain): void {
  if (Array.isArray(node)) while (node.length < Number(name)) node.push(null);
  (node as PlainDoc)[name] = value;
}

function model(doc: PlainDoc, changes: readonly Change[]): PlainDoc | undefined {
  const out = structuredClone(doc);
  const ordered = [...changes].sort((a, b) => (a.path < b.path ? -1 : 1));
  try {
    for (const change of ordered) applyTo(out, change.path.split('.'), change);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
  return out;
}

const scalar: fc.Arbitrary<Plain> = fc.oneof(
  fc.integer({ min: -2, max: 5 }),
  fc.constantFrom('', 'x', 'y'),
  fc.constant(null),
);
const field = fc.constantFrom('a', 'b', 'c');
const { value, doc } = fc.letrec<{ value: Plain; doc: PlainDoc }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('value'), { maxLength: 3 }), tie('doc')),
  doc: fc.dictionary(field, tie('value'), { noNullPrototype: true }),
}));
const list = fc.array(fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 1, arbitrary: value }), { maxLength: 3 });
const small = fc.integer({ min: -3, max: 3 });

const operand: Readonly<Record<string, fc.Arbitrary<Plain>>> = {
  $set: value,
  $unset: fc.constant(1),
  $inc: small,
  $mul: small,
  $min: scalar,
  $max: scalar,
  $push: fc
    .tuple(list, fc.option(small), fc.option(small), fc.constantFrom(1, -1, undefined))
    .map(([$each, $position, $slice, $sort]): Plain => ({
      $each,
      ...($position === null ? {} : { $position }),
      ...($slice === null ? {} : { $slice }),
      ...($sort === undefined ? {} : { $sort }),
    })),
  $addToSet: list.map(($each): Plain => ({ $each })),
  $pop: fc.constantFrom(1, -1),
  $pullAll: list,
};

const path = fc
  .tuple(field, fc.array(fc.oneof(field, fc.constantFrom('0', '1', '2')), { maxLength: 2 }))
  .map(([first, rest]) => [first, ...rest].join('.'));
const change: fc.Arbitrary<Change> = fc
  .constantFrom(...Object.keys(operand))
  .chain((op) => fc.tuple(path, operand[op] as fc.Arbitrary<Plain>).map(([at, arg]) => ({ op, path: at, arg })));

const conflict = (a: string, b: string): boolean => `${a}.`.startsWith(`${b}.`) || `${b}.`.startsWith(`${a}.`);

/** True when elements of different documents or arrays would have to be ordered, which the model does not know. */
const sortsContainers = (d: PlainDoc, changes: readonly Change[]): boolean =>
  changes.some(({ op, arg }) => op === '$push' && Object.hasOwn(arg as PlainDoc, '$sort')) &&
  /[[{].*[[{].*[[{]/.test(JSON.stringify([d, changes.map((c) => c.arg)]));

describe('the updater against a plain model', () => {
  it('agrees on every operator, on several at once, and on what is refused', () => {
    const tally = { applied: 0, refused: 0 };
    fc.assert(
      fc.property(doc, fc.array(change, { minLength: 1, maxLength: 3 }), (before, changes) => {
        fc.pre(changes.every((a, i) => changes.every((b, k) => i === k || !conflict(a.path, b.path))));
        const sorts = changes.some(({ arg }) => isDoc(arg) && Object.hasOwn(arg, '$sort'));
        fc.pre(!sorts || !sortsContainers(before, changes));
        const spec: Record<string, PlainDoc> = {};
        for (const { op, path: at, arg } of changes) (spec[op] ??= {})[at] = arg;
        const expected = model(before, changes);
        const input = docOf(before);
        const run = (): { text: string; changed: boolean } => {
          const result = compileUpdate(docOf(spec)).apply(input, { isInsert: false });
          return { text: show(result.doc), changed: result.changed };
        };
        if (expected === undefined) {
          tally.refused += 1;
          expect(run).toThrow(expect.objectContaining({ name: 'MongoError' }));
        } else {
          tally.applied += 1;
          const { text, changed: reported } = run();
          expect(text).toBe(shown(expected));
          if (text !== shown(before)) expect(reported).toBe(true);
        }
        expect(show(input), 'the input is not touched').toBe(shown(before));
      }),
      { numRuns: 4000 },
    );
    // Both sides of the comparison were reached, many times.
    expect(Math.min(tally.applied, tally.refused)).toBeGreaterThan(300);
  });

  it('leaves every byte of what it does not touch, whatever the types', () => {
    const change = docOf({ $set: { touched: 1, 'below.it': 2 } });
    fc.assert(
      fc.property(anyDoc, (before) => {
        fc.pre(!before.has('touched') && !before.has('below'));
        const stored = decode(encode(before));
        const { doc: after, changed: reported } = compileUpdate(change).apply(stored, { isInsert: false });
        expect(reported).toBe(true);
        const rest = new Map(after);
        rest.delete('touched');
        rest.delete('below');
        expect(encode(rest).equals(encode(before))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
