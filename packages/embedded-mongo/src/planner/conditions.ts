import { BSONRegExp } from 'bson';
import { isOperatorDoc } from '../matcher/doc-test.js';
import type { Filter } from '../matcher/index.js';
import { LOGICAL } from '../matcher/elem-match.js';
import { isArrayIndex } from '../matcher/path.js';
import type { Doc, Value } from '../values/types.js';
import { complement, EVERYTHING, intersection, union } from './intervals.js';
import type { Intervals } from './intervals.js';
import { elementLookedUp, lookedUp, matching } from './value-intervals.js';
import type { Looked } from './value-intervals.js';

/** One necessary condition on the keys of a path. */
export interface Condition extends Looked {
  /** It speaks of all values at the path together, so it says nothing about one key of several. */
  readonly negated: boolean;
  /** It asks for no more than that there is a value. */
  readonly exists: boolean;
}

/** What a filter asks, as far as keys can express it: all conditions, and one branch of each choice. */
export interface Conjunction {
  readonly paths: ReadonlyMap<string, readonly Condition[]>;
  readonly choices: readonly (readonly Conjunction[])[];
  /** Nothing else is asked. */
  readonly complete: boolean;
}

interface Draft {
  readonly paths: Map<string, Condition[]>;
  readonly choices: (readonly Conjunction[])[];
  complete: boolean;
  readonly collated: boolean;
}

/** Reads the conditions out of a filter that has been compiled, and so is known to be well formed. */
export function conditionsOf({ source, collated }: Pick<Filter, 'source' | 'collated'>): Conjunction {
  return conjunction(source, collated);
}

function conjunction(filter: Doc, collated: boolean): Conjunction {
  const draft: Draft = { paths: new Map(), choices: [], complete: true, collated };
  addAll(draft, filter);
  return draft;
}

function addAll(draft: Draft, filter: Doc): void {
  for (const [name, value] of filter) {
    if (name.startsWith('$')) addLogical(draft, name, value);
    else addPath(draft, name, value);
  }
}

function addLogical(draft: Draft, name: string, value: Value): void {
  if (name === '$comment' || name === '$alwaysTrue') return;
  const branches = Array.isArray(value) ? (value as Doc[]) : [];
  if (name === '$and' || (name === '$or' && branches.length === 1)) {
    for (const branch of branches) addAll(draft, branch);
  } else if (name === '$or') {
    addChoice(
      draft,
      branches.map((branch) => conjunction(branch, draft.collated)),
    );
  } else {
    draft.complete = false;
  }
}

/** Branches that speak of one path each are one condition on it. */
function addChoice(draft: Draft, branches: readonly Conjunction[]): void {
  const [path] = branches[0]?.paths.keys() ?? [];
  const single = branches.map((branch) => onlyCondition(branch, path));
  if (path === undefined || !single.every((each) => each !== undefined)) {
    draft.choices.push(branches);
    return;
  }
  add(draft, path, {
    intervals: union(single.map(({ intervals }) => intervals)),
    present: single.every(({ present }) => present),
    negated: single.some(({ negated }) => negated),
    exists: false,
  });
  if (!branches.every(({ complete }) => complete)) draft.complete = false;
}

function onlyCondition(branch: Conjunction, path: string | undefined): Condition | undefined {
  if (path === undefined || branch.paths.size !== 1 || branch.choices.length > 0) return undefined;
  const conditions = branch.paths.get(path);
  return conditions?.length === 1 ? conditions[0] : undefined;
}

function addPath(draft: Draft, path: string, value: Value): void {
  // An index in a path means an element or a field, which one key cannot tell.
  if (path.includes('.') ? path.split('.').some(isArrayIndex) : isArrayIndex(path)) {
    draft.complete = false;
  } else if (isOperatorDoc(value)) {
    for (const [op, operand] of value) addOperator(draft, path, op, operand, value);
  } else {
    addLooked(draft, path, value instanceof BSONRegExp ? matching(value) : lookedUp('$eq', value, draft.collated));
  }
}

function addOperator(draft: Draft, path: string, op: string, operand: Value, ops: Doc): void {
  switch (op) {
    case '$comment':
      return;
    case '$options':
      if (!ops.has('$regex')) draft.complete = false;
      return;
    case '$regex':
      return addLooked(draft, path, matching(regexOf(operand, ops.get('$options'))));
    case '$ne':
      return addNegated(draft, path, [lookedUp('$eq', operand, draft.collated)]);
    case '$nin':
      return addNegated(draft, path, [lookedUp('$in', operand, draft.collated)]);
    case '$not':
      return addNegated(draft, path, insideNot(operand, draft.collated));
    case '$all':
      return addEvery(draft, path, operand as Value[]);
    case '$elemMatch':
      return addElement(draft, path, operand as Doc);
    case '$exists':
      return addLooked(draft, path, lookedUp(op, operand, draft.collated), true);
    default:
      return addLooked(draft, path, lookedUp(op, operand, draft.collated));
  }
}

/** Flags stand in the expression or beside it; empty ones beside it say nothing. */
function regexOf(value: Value, options: Value | undefined): BSONRegExp {
  const given = typeof options === 'string' ? options : '';
  if (value instanceof BSONRegExp) return new BSONRegExp(value.pattern, given === '' ? value.options : given);
  return new BSONRegExp(value as string, given);
}

function insideNot(operand: Value, collated: boolean): (Looked | undefined)[] {
  if (operand instanceof BSONRegExp) return [matching(operand)];
  return [...(operand as Doc)].map(([op, value]) => lookedUp(op, value, collated));
}

/** What is not met by all of these together. */
function addNegated(draft: Draft, path: string, inside: readonly (Looked | undefined)[]): void {
  const known = inside.filter((looked) => looked !== undefined);
  if (known.length < inside.length || known.length === 0) {
    draft.complete = false;
    return;
  }
  const met = known.map(({ intervals }) => intervals).reduce(intersection);
  add(draft, path, { intervals: complement(met), present: false, negated: true, exists: false });
}

function addEvery(draft: Draft, path: string, values: readonly Value[]): void {
  if (values.length === 0) draft.complete = false;
  for (const value of values) {
    const element = value instanceof Map ? value.get('$elemMatch') : undefined;
    if (element instanceof Map) addElement(draft, path, element);
    else addLooked(draft, path, value instanceof BSONRegExp ? undefined : lookedUp('$eq', value, draft.collated));
  }
}

/** One element meets all of it: operators on the element itself, or a filter on its fields. Keys never say enough. */
function addElement(draft: Draft, path: string, inside: Doc): void {
  draft.complete = false;
  if (isOperatorDoc(inside, true) && !LOGICAL.has(inside.keys().next().value ?? '')) {
    const found = elementLookedUp(inside, draft.collated);
    if (found.length > 0) add(draft, path, unsure(found.map(({ intervals }) => intervals).reduce(intersection)));
    return;
  }
  for (const [name, conditions] of conjunction(inside, draft.collated).paths) {
    // A missing field of an element has the key of null, but so has an element that is no document.
    for (const { intervals, present, negated } of conditions)
      if (present && !negated) add(draft, `${path}.${name}`, unsure(intervals));
  }
}

function unsure(intervals: Intervals): Condition {
  return { intervals: intersection(intervals, EVERYTHING), present: true, negated: false, exists: false };
}

function addLooked(draft: Draft, path: string, looked: Looked | undefined, exists = false): void {
  if (looked === undefined) draft.complete = false;
  else add(draft, path, { ...looked, negated: false, exists: exists && looked.present });
}

function add({ paths }: Draft, path: string, condition: Condition): void {
  const list = paths.get(path);
  if (list === undefined) paths.set(path, [condition]);
  else list.push(condition);
}
