import type { SqlConnection } from '../sqlite/connection.js';
import type { Binding } from './bind-source.js';
import { estimateKeys } from './estimate.js';
import type { KnownCollection } from './key-source.js';
import type { Plan, Planned } from './plan.js';
import type { PlannedQuery } from './plan-query.js';

/** One way to find the documents. */
export interface Candidate {
  readonly plan: Plan;
  /** What it reads; several of an `$or`. */
  readonly bindings: readonly Binding[];
  /** Paths by which it narrows the search. */
  readonly used: readonly string[];
  /** What it is worth where counting keys does not tell. */
  readonly score: number;
  /** It finds one document at most for each of its ranges. */
  readonly isUnique: boolean;
}

/** Keys counted at first; candidates that have more are counted again, up to many. */
const FEW_KEYS = 400;
const MANY_KEYS = 20_000;
/** Reading in order without sorting saves about so much of each document. */
const SORT_SHARE = 0.3;
/** Ranges that need no comparing when a unique index has no more of them. */
const OBVIOUS_RANGES = 10;
/** Reading in order is thought over again when another candidate has less than so many keys, or half of what it had. */
const RIVAL_KEYS = 64;
/** A choice is thought over again after so many uses; sooner where it depends on how values are spread. */
const USES = 500;
const SPREAD_USES = 50;
const MAX_REMEMBERED = 300;

interface Remembered {
  /** Which of the contenders; their shape says what they are and in which order. */
  readonly place: number;
  readonly keys: number;
  /** What would be better than reading in order if it had less than so many keys. */
  readonly rival: { readonly place: number; readonly fewer: number } | undefined;
  left: number;
}

/** The candidate that has to read least. Counts keys only where it is not plain, and remembers by shape of query. */
export function chooseCandidate(
  connection: SqlConnection,
  known: KnownCollection,
  candidates: readonly Candidate[],
  query: PlannedQuery,
): Planned {
  const obvious = candidates.find(({ isUnique, bindings }) => isUnique && rangesOf(bindings) <= OBVIOUS_RANGES);
  if (obvious !== undefined) return { plan: obvious.plan, rejected: [] };
  const contenders = withoutDominated(candidates);
  const [first] = contenders as [Candidate, ...Candidate[]];
  if (contenders.length === 1) return { plan: first.plan, rejected: [] };
  const shape = shapeOf(query, contenders);
  const chosen = recall(connection, known, shape, contenders) ?? compare(connection, known, shape, contenders, query);
  return { plan: chosen.plan, rejected: contenders.filter((each) => each !== chosen).map(({ plan }) => plan) };
}

function rangesOf(bindings: readonly Binding[]): number {
  return bindings.reduce((sum, { rangeCount }) => sum + rangeCount, 0);
}

/** Leaves out what narrows less than another and serves the order no better. */
function withoutDominated(candidates: readonly Candidate[]): Candidate[] {
  const sorted = [...candidates].sort((a, b) => b.score - a.score);
  const kept: Candidate[] = [];
  for (const each of sorted) if (!kept.some((other) => dominates(other, each))) kept.push(each);
  return kept;
}

function dominates(a: Candidate, b: Candidate): boolean {
  if (b.plan.sorted && !a.plan.sorted) return false;
  if (a.plan.kind === 'either' || b.plan.kind === 'either') return false;
  return b.used.every((path) => a.used.includes(path));
}

function shapeOf({ sort, wanted }: PlannedQuery, contenders: readonly Candidate[]): string {
  let shape = sort === undefined ? '' : sort.keys.map(([path, direction]) => `${path} ${direction}`).join();
  // Few or many wanted documents make a difference; their exact number does not.
  shape += wanted === undefined ? '*' : String(Math.ceil(Math.log2(wanted + 1)));
  for (const { bindings } of contenders) {
    for (const { source, points, used, rangeCount } of bindings)
      shape += `|${source.name} ${points} ${used.length} ${Math.ceil(Math.log2(rangeCount + 1))}`;
    shape += ';';
  }
  return shape;
}

function recall(
  connection: SqlConnection,
  { choices }: KnownCollection,
  shape: string,
  contenders: readonly Candidate[],
): Candidate | undefined {
  const remembered = choices.get(shape) as Remembered | undefined;
  if (remembered === undefined) return undefined;
  remembered.left -= 1;
  const chosen = remembered.left < 0 ? undefined : contenders[remembered.place];
  if (chosen !== undefined && isStillGood(connection, remembered, chosen, contenders)) return chosen;
  choices.delete(shape);
  return undefined;
}

/** Values differ: what was few for one may be many for another, and the other way round. */
function isStillGood(
  connection: SqlConnection,
  { keys, rival }: Remembered,
  chosen: Candidate,
  contenders: readonly Candidate[],
): boolean {
  const most = 2 * keys + 100;
  if (keys < MANY_KEYS && keysOf(connection, chosen, most) >= most) return false;
  const other = rival === undefined ? undefined : contenders[rival.place];
  return other === undefined || rival === undefined || keysOf(connection, other, rival.fewer) >= rival.fewer;
}

function compare(
  connection: SqlConnection,
  { choices }: KnownCollection,
  shape: string,
  contenders: readonly Candidate[],
  query: PlannedQuery,
): Candidate {
  const { sort, wanted } = query;
  const mayStopEarly = sort !== undefined && wanted !== undefined;
  const few = contenders.map((each) => keysOf(connection, each, FEW_KEYS));
  const least = Math.min(...few);
  const counts =
    least < FEW_KEYS && !mayStopEarly
      ? few
      : contenders.map((each, i) =>
          (few[i] as number) < FEW_KEYS ? (few[i] as number) : keysOf(connection, each, MANY_KEYS),
        );
  const matches = Math.max(1, Math.min(...counts));
  let best = 0;
  let lowest = Infinity;
  contenders.forEach((each, i) => {
    const keys = counts[i] as number;
    const inOrder = sort === undefined || each.plan.sorted;
    const early = mayStopEarly && inOrder ? Math.min(keys, (wanted * keys) / matches) : keys;
    const cost = inOrder ? early : keys * (1 + SORT_SHARE) + 1;
    if (cost < lowest) [best, lowest] = [i, cost];
  });
  const chosen = contenders[best] as Candidate;
  const left = mayStopEarly ? SPREAD_USES : USES;
  const keys = counts[best] as number;
  // What reads in order and stops early need not be counted each time, unless it was chosen because there was little.
  const stopsEarly = mayStopEarly && chosen.plan.sorted && keys >= FEW_KEYS;
  if (choices.size >= MAX_REMEMBERED) choices.clear();
  choices.set(shape, {
    place: best,
    keys: stopsEarly ? MANY_KEYS : keys,
    rival: mayStopEarly && chosen.plan.sorted ? rivalOf(counts, best) : undefined,
    left,
  } satisfies Remembered);
  return chosen;
}

/** Of those that were not chosen the one with the fewest keys. */
function rivalOf(counts: readonly number[], best: number): Remembered['rival'] {
  let place: number | undefined;
  counts.forEach((keys, i) => {
    if (i !== best && (place === undefined || keys < (counts[place] as number))) place = i;
  });
  if (place === undefined) return undefined;
  return { place, fewer: Math.min(RIVAL_KEYS, Math.ceil((counts[place] as number) / 2)) };
}

function keysOf(connection: SqlConnection, { bindings }: Candidate, most: number): number {
  let keys = 0;
  for (const binding of bindings) {
    if (keys >= most) break;
    keys += estimateKeys(connection, binding, most - keys);
  }
  return keys;
}
