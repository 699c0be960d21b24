import type { Actor } from '../../kernel/actor.js';
import { NotFound } from '../../kernel/errors.js';
import { offsetOf, pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import type { QuarterKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import { assertMayAward, daysOf } from './bonus.policy.js';
import { standingOf, type BonusReason, type BonusRow, type BonusStandingName } from './bonus-standing.js';
import { bonusStates } from './bonus-states.js';
import type { BonusesDependencies } from './create-bonuses.js';
import { tallyBonuses, type BonusFilter, type BonusTally } from './tally-bonuses.js';

/** Everybody's state of a quarter. Counts and sums are those of the whole filter but `state` and `reason`. */
export interface BonusOverview extends Page<BonusRow> {
  readonly period: QuarterKey;
  /** False while the quarter goes on: everything is as things stand. */
  readonly over: boolean;
  readonly counts: Readonly<Record<BonusStandingName, number>>;
  readonly cost: Points;
  readonly awarded: Points;
  /** How many people each reason concerns, most first. */
  readonly reasons: readonly { readonly reason: BonusReason; readonly count: number }[];
}

/** What awarding all eligible people of a quarter would do. */
export interface BonusPreview {
  readonly period: QuarterKey;
  readonly over: boolean;
  readonly count: number;
  readonly points: Points;
  readonly largest: readonly BonusRow[];
  /** Everybody else, by what is in the way. */
  readonly leftOut: readonly { readonly reason: BonusReason; readonly count: number }[];
}

/** Tallies of so many filters are kept. */
const KEPT = 12;

interface KeptTally {
  readonly changes: number;
  readonly tally: BonusTally;
}

export function createOverview(deps: BonusesDependencies) {
  const { organizations, people, storage } = deps;
  const kept = new Map<string, KeptTally>();

  /** A tally is good until anything of the organization is written; where others write as well, none is kept. */
  async function tallyOf(actor: Actor, filter: BonusFilter): Promise<BonusTally> {
    const today = await organizations.today();
    const changes = storage.changes(actor.organizationId);
    const viewer = actor.kind === 'person' ? actor.personId : '';
    const { quarter, state, reason, q, grade, department, location } = filter;
    const asked = [quarter, state, reason, q, grade, department, location].map((part) => part ?? '');
    const key = JSON.stringify([actor.organizationId, viewer, today, ...asked]);
    const known = kept.get(key);
    if (changes !== undefined && known?.changes === changes) return known.tally;
    const tally = await tallyBonuses(deps, actor, filter, today);
    kept.delete(key);
    if (changes !== undefined) kept.set(key, { changes, tally });
    for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - KEPT))) kept.delete(oldest);
    return tally;
  }

  /** In the order of the ids. */
  async function rowsOf(actor: Actor, ids: readonly string[], quarter: QuarterKey): Promise<BonusRow[]> {
    const today = await organizations.today();
    const persons = await people.byIds(ids);
    const states = await bonusStates(deps, ids, quarter);
    return ids.flatMap((id) => {
      const [person, state] = [persons.get(id), states.get(id)];
      return person === undefined || state === undefined ? [] : [standingOf(actor, person, state, today)];
    });
  }

  async function daysNow(quarter: QuarterKey) {
    const { calendar } = await organizations.current();
    return daysOf(quarter, calendar, await organizations.today());
  }

  return {
    async overview(actor: Actor, filter: BonusFilter, page: PageRequest): Promise<BonusOverview> {
      assertMayAward(actor);
      const { over } = await daysNow(filter.quarter);
      const { counts, cost, awarded, reasons, ids } = await tallyOf(actor, filter);
      const items = await rowsOf(actor, ids.slice(offsetOf(page), offsetOf(page) + page.size), filter.quarter);
      return {
        ...pageOf(items, page, ids.length),
        ...{ period: filter.quarter, over, counts, cost, awarded, reasons: mostFirst(reasons) },
      };
    },
    async preview(actor: Actor, quarter: QuarterKey): Promise<BonusPreview> {
      assertMayAward(actor);
      const { over } = await daysNow(quarter);
      const { counts, cost, largest, reasons } = await tallyOf(actor, { quarter });
      const leftOut = mostFirst(reasons).filter(({ reason }) => reason !== 'eligible');
      const rows = await rowsOf(actor, largest, quarter);
      return { period: quarter, over, count: counts.eligible, points: cost, largest: rows, leftOut };
    },
    async standing(
      actor: Actor,
      personId: string,
      quarter: QuarterKey,
    ): Promise<BonusRow & { readonly over: boolean }> {
      assertMayAward(actor);
      const { over } = await daysNow(quarter);
      const [row] = await rowsOf(actor, [personId], quarter);
      if (row === undefined) throw new NotFound('person.not_found', 'There is no such person.');
      return { ...row, over };
    },
  };
}

function mostFirst(reasons: ReadonlyMap<BonusReason, number>) {
  return [...reasons]
    .map(([reason, count]) => ({ reason, count }))
    .sort((one, other) => other.count - one.count || (one.reason < other.reason ? -1 : 1));
}
