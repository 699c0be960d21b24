import type { ActorReference } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Category, CategoryTerms } from './category.js';

/** Terms that apply from a day on. */
export interface DatedTerms extends CategoryTerms {
  readonly version: number;
  readonly effectiveFrom: LocalDate;
}

/** A category as administration sees it. */
export interface CategoryDetail {
  /** What applies today. */
  readonly category: Category;
  /** Counts every change of the record. */
  readonly revision: number;
  /** Versions that apply from a later day, the nearest first. */
  readonly scheduled: readonly DatedTerms[];
}

export interface CategoryVersion {
  readonly version: number;
  readonly terms: CategoryTerms;
  readonly effectiveFrom: LocalDate;
  readonly madeAt: Date;
  /** Null for versions of which only the time was kept. */
  readonly madeBy: ActorReference | null;
  /** `replaced`: another one was made for the same or an earlier day before it came to apply. */
  readonly state: 'current' | 'past' | 'scheduled' | 'withdrawn' | 'replaced';
  /** The terms that differ from those it was made from; empty for the first version. */
  readonly changes: readonly TermChange[];
}

export interface TermChange {
  readonly term: keyof CategoryTerms;
  readonly before: unknown;
  readonly after: unknown;
}

interface DatedCategory {
  readonly now: DatedTerms;
  readonly later: readonly DatedTerms[];
}

/**
 * What applies on a day, and what comes after it. Of versions for one day the one made last applies; `planned` is in the
 * order of its days.
 */
export function effectiveOn(base: DatedTerms, planned: readonly DatedTerms[], day: LocalDate): DatedCategory {
  const due = planned.filter(({ effectiveFrom }) => effectiveFrom <= day);
  return { now: due.at(-1) ?? base, later: planned.slice(due.length) };
}

/** Puts a version among the planned ones; one for the same day is replaced. */
export function plan(planned: readonly DatedTerms[], added: DatedTerms): DatedTerms[] {
  return [...planned.filter(({ effectiveFrom }) => effectiveFrom !== added.effectiveFrom), added].sort((one, other) =>
    one.effectiveFrom < other.effectiveFrom ? -1 : 1,
  );
}
