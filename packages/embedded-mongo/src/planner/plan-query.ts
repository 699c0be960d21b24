import type { Direction } from '../keys/encode.js';
import type { IndexInfo } from '../store/catalog.js';
import type { CollectionInfo } from '../store/catalog.js';
import type { Sort } from '../sorter/index.js';
import type { SqlConnection } from '../sqlite/connection.js';
import { bindSource } from './bind-source.js';
import { chooseCandidate } from './choose-candidate.js';
import type { Candidate } from './choose-candidate.js';
import type { Condition, Conjunction } from './conditions.js';
import { knownCollection } from './key-source.js';
import type { KeySource, KnownCollection } from './key-source.js';
import { orderServed } from './order.js';
import type { Plan, Planned } from './plan.js';
import { servesQuery } from './usable-index.js';

/** A hint that has been resolved: an index, the `_id` index, or the natural order. */
export type ResolvedHint = { readonly index: IndexInfo } | 'id' | { readonly natural: Direction };

/** What the planner needs to know about a query. */
export interface PlannedQuery {
  readonly conditions: Conjunction;
  readonly sort?: Sort | undefined;
  readonly hint?: ResolvedHint | undefined;
  /** Documents wanted at most, those skipped included. */
  readonly wanted?: number | undefined;
}

/** Most branches of an `$or` that are looked up one by one. */
const MAX_BRANCHES = 200;
/** How deep `$or` within `$or` is looked up. */
const MAX_DEPTH = 3;

/** Chooses how to find the candidates: by the index that has to read least, as far as that can be told cheaply. */
export function planQuery(connection: SqlConnection, collection: CollectionInfo, query: PlannedQuery): Planned {
  const known = knownCollection(collection);
  const { hint } = query;
  if (hint !== undefined) return { plan: hintedPlan(known, hint, query), rejected: [] };
  return byId(known, query) ?? choose(connection, known, query, 0);
}

/** One `_id` finds one document at most, whatever else is asked. */
function byId({ sources }: KnownCollection, { conditions }: PlannedQuery): Planned | undefined {
  const asked = conditions.paths.get('_id');
  if (asked?.length !== 1 || sources[0]?.index !== undefined) return undefined;
  const { intervals } = asked[0] as Condition;
  const [only] = intervals;
  if (intervals.length !== 1 || only?.point !== true) return undefined;
  return { plan: { kind: 'id', key: only.low.bytes, sorted: true }, rejected: [] };
}

function hintedPlan({ sources }: KnownCollection, hint: ResolvedHint, query: PlannedQuery): Plan {
  if (hint !== 'id' && 'natural' in hint) return scan(query, hint.natural);
  const source = sources.find(({ index }) => (hint === 'id' ? index === undefined : index?.id === hint.index.id));
  if (source === undefined) return scan(query, 1);
  // As MongoDB does, an index that leaves documents out is read all the same when it is asked for by name.
  const { conditions } = query;
  const asked = servesQuery(source, conditions) ? conditions : { paths: new Map(), choices: [], complete: false };
  return keyCandidate(source, asked, query.sort).plan;
}

function scan({ sort }: PlannedQuery, direction: Direction): Plan {
  return { kind: 'scan', reverse: direction === -1, sorted: sort === undefined };
}

function choose(connection: SqlConnection, known: KnownCollection, query: PlannedQuery, depth: number): Planned {
  const { conditions, sort } = query;
  const candidates: Candidate[] = [];
  for (const source of known.sources) {
    // Without its first field an index serves nothing but an order.
    if (sort === undefined && !conditions.paths.has(source.firstPath)) continue;
    if (!servesQuery(source, conditions)) continue;
    const candidate = keyCandidate(source, conditions, sort);
    if (candidate.bindings[0]?.rangeCount === 0) return { plan: { kind: 'nothing', sorted: true }, rejected: [] };
    if (candidate.used.length > 0 || (sort !== undefined && candidate.plan.sorted)) candidates.push(candidate);
  }
  for (const branches of conditions.choices) {
    const either = eitherCandidate(connection, known, query, branches, depth);
    if (either !== undefined) candidates.push(either);
  }
  if (candidates.length === 0) return { plan: scan(query, 1), rejected: [] };
  return chooseCandidate(connection, known, candidates, query);
}

function keyCandidate(source: KeySource, conditions: Conjunction, sort: Sort | undefined): Candidate {
  const binding = bindSource(source, conditions);
  const order = sort === undefined || sort.collated ? undefined : orderServed(binding, sort.keys);
  const { used, equalities, points } = binding;
  const plan: Plan = {
    kind: 'keys',
    binding,
    reverse: order?.reverse ?? false,
    sorted: sort === undefined || order !== undefined,
    merged: order?.merged ?? 0,
  };
  const after = points > equalities ? 6 : used.length > points ? 4 : 0;
  const isUnique = source.unique && points === source.fields.length;
  return {
    plan,
    bindings: [binding],
    used,
    score: equalities * 10 + after + (order === undefined ? 0 : 3) + (isUnique ? 100 : 0) - source.fields.length / 100,
    isUnique,
  };
}

/** Looks up each branch of an `$or`; undefined when one of them would be a scan. */
function eitherCandidate(
  connection: SqlConnection,
  known: KnownCollection,
  query: PlannedQuery,
  branches: readonly Conjunction[],
  depth: number,
): Candidate | undefined {
  if (branches.length > MAX_BRANCHES || depth >= MAX_DEPTH) return undefined;
  const plans: Plan[] = [];
  for (const branch of branches) {
    if (branch.paths.size === 0 && branch.choices.length === 0) return undefined;
    const { plan } = choose(
      connection,
      known,
      { ...query, conditions: both(query.conditions, branch), wanted: undefined },
      depth + 1,
    );
    if (plan.kind === 'scan' || (plan.kind === 'keys' && plan.binding.used.length === 0)) return undefined;
    plans.push(plan);
  }
  const { sort } = query;
  const sorted = plans.every((plan) => plan.sorted);
  return {
    plan: { kind: 'either', plans, sorted, sort: sorted ? sort : undefined },
    bindings: plans.flatMap(bindingsOf),
    used: branches.flatMap(({ paths }) => [...paths.keys()]),
    score: 5,
    isUnique: false,
  };
}

function bindingsOf(plan: Plan): Candidate['bindings'] {
  if (plan.kind === 'keys') return [plan.binding];
  return plan.kind === 'either' ? plan.plans.flatMap(bindingsOf) : [];
}

/** The conditions of a filter and of one branch of its choice; its other choices are left to the filter. */
function both(outer: Conjunction, branch: Conjunction): Conjunction {
  const paths = new Map(outer.paths);
  for (const [path, conditions] of branch.paths) paths.set(path, [...(paths.get(path) ?? []), ...conditions]);
  return { paths, choices: branch.choices, complete: false };
}
