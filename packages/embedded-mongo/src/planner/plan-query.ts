import { boundedRange, encodeKey, inRanges, prefixRange } from '../keys/encode.js';
import type { Direction, KeyField, KeyRange } from '../keys/encode.js';
import type { SimpleConstraint } from '../matcher/index.js';
import type { CollectionInfo, IndexInfo } from '../store/catalog.js';
import type { Value } from '../values/types.js';
import { fieldBounds } from './field-bounds.js';
import type { Plan } from './plan.js';
import { servesQuery } from './usable-index.js';

/** A hint that has been resolved: an index, the `_id` index, or the natural order. */
export type ResolvedHint = { readonly index: IndexInfo } | 'id' | { readonly natural: Direction };

/** What the planner needs to know about a query. */
export interface PlannedQuery {
  readonly constraints: ReadonlyMap<string, readonly SimpleConstraint[]>;
  readonly sort?: readonly KeyField[];
  readonly hint?: ResolvedHint;
}

interface Candidate {
  readonly plan: Plan;
  readonly score: number;
}

const ID_FIELDS: readonly KeyField[] = [['_id', 1]];

/** Chooses how to find the candidates: most fields bound by equality first, then ranges, then a usable order. */
export function planQuery(collection: CollectionInfo, query: PlannedQuery): Plan {
  const { hint } = query;
  if (hint !== undefined) return hintedPlan(hint, query);
  const candidates = [idCandidate(query), ...collection.indexes.map((index) => indexCandidate(index, query))];
  let best: Candidate = { plan: scan(query, 1), score: 0 };
  for (const candidate of candidates) {
    if (candidate !== undefined && candidate.score > best.score) best = candidate;
  }
  return best.plan;
}

function hintedPlan(hint: ResolvedHint, query: PlannedQuery): Plan {
  if (hint === 'id') return idCandidate(query, true)?.plan ?? scan(query, 1);
  if ('natural' in hint) return scan(query, hint.natural);
  return indexCandidate(hint.index, query, true)?.plan ?? scan(query, 1);
}

function scan(query: PlannedQuery, direction: Direction): Plan {
  return { kind: 'scan', reverse: direction === -1, sorted: query.sort === undefined };
}

function idCandidate(query: PlannedQuery, forced = false): Candidate | undefined {
  const bounds = fieldBounds(query.constraints.get('_id') ?? [], true);
  if (bounds?.points?.length === 1) {
    return { plan: { kind: 'id', key: encodeKey([bounds.points[0]]), sorted: true }, score: 1000 };
  }
  const used = bind(ID_FIELDS, query, false);
  const order = orderServed(ID_FIELDS, used.equalities, query.sort);
  const score = scoreOf(used, order !== undefined) + exactness(used, ID_FIELDS, true);
  if (score === 0 && !forced) return undefined;
  const plan: Plan = {
    kind: 'idRanges',
    ranges: used.ranges,
    reverse: order === 'backward',
    sorted: isSorted(query, order),
  };
  return { plan, score };
}

function indexCandidate(index: IndexInfo, query: PlannedQuery, forced = false): Candidate | undefined {
  if (!servesQuery(index, query.constraints)) return undefined;
  const used = bind(index.fields, query, index.multikey);
  const order = index.multikey ? undefined : orderServed(index.fields, used.equalities, query.sort);
  const score = scoreOf(used, order !== undefined) + exactness(used, index.fields, index.unique);
  if (score < 1 && !forced) return undefined;
  const plan: Plan = {
    kind: 'index',
    index,
    ranges: used.ranges,
    reverse: order === 'backward',
    sorted: isSorted(query, order),
  };
  return { plan, score };
}

/**
 * A unique index whose every field is bound to values finds one document at most for each, which beats any other index
 * that merely binds more fields: `{_id: {$in: [a, b]}, tenant}` must not walk the tenant.
 */
function exactness(used: BoundFields, fields: readonly KeyField[], unique: boolean): number {
  if (!unique) return 0;
  if (used.equalities === fields.length) return 200;
  return used.then === 'points' && used.equalities === fields.length - 1 ? 100 : 0;
}

function isSorted(query: PlannedQuery, order: 'forward' | 'backward' | undefined): boolean {
  return query.sort === undefined || order !== undefined;
}

interface BoundFields {
  readonly ranges: readonly KeyRange[];
  /** Leading fields bound to exactly one value. */
  readonly equalities: number;
  /** What follows them: many points, a range, or nothing. */
  readonly then: 'points' | 'range' | 'nothing';
}

function bind(fields: readonly KeyField[], query: PlannedQuery, multikey: boolean): BoundFields {
  const directions = fields.map(([, direction]) => direction);
  const prefix: Value[] = [];
  const roots = new Set<string>();
  for (const [path] of fields) {
    const root = path.split('.', 1)[0] ?? path;
    if (multikey && roots.has(root)) break;
    const bounds = fieldBounds(query.constraints.get(path) ?? [], !multikey);
    if (bounds === undefined) break;
    roots.add(root);
    const { points, range } = bounds;
    const only = points?.[0];
    if (points?.length === 1 && only !== undefined) {
      prefix.push(only);
      continue;
    }
    if (points !== undefined)
      return { ranges: inRanges(prefix, points, directions), equalities: prefix.length, then: 'points' };
    return { ranges: [boundedRange(prefix, range ?? {}, directions)], equalities: prefix.length, then: 'range' };
  }
  return { ranges: [prefixRange(prefix, directions)], equalities: prefix.length, then: 'nothing' };
}

function scoreOf(used: BoundFields, ordered: boolean): number {
  const after = used.then === 'points' ? 6 : used.then === 'range' ? 4 : 0;
  return used.equalities * 10 + after + (ordered ? 3 : 0);
}

/** Whether the keys after the equalities stand in the wanted order, or exactly against it. */
function orderServed(
  fields: readonly KeyField[],
  equalities: number,
  sort: readonly KeyField[] | undefined,
): 'forward' | 'backward' | undefined {
  if (sort === undefined) return undefined;
  const bound = new Set(fields.slice(0, equalities).map(([path]) => path));
  const wanted = sort.filter(([path]) => !bound.has(path));
  const offered = fields.slice(equalities);
  if (wanted.length > offered.length) return undefined;
  const turns = wanted.map(([path, direction], i) => {
    const field = offered[i];
    return field?.[0] === path ? field[1] * direction : 0;
  });
  if (turns.every((turn) => turn === 1)) return 'forward';
  return turns.every((turn) => turn === -1) ? 'backward' : undefined;
}
