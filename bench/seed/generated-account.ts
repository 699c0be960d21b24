import type { Random } from '../../src/demo/random.js';
import { actorReference, type ActorReference } from '../../src/kernel/actor.js';
import { newId } from '../../src/kernel/ids.js';
import { addDays, yearMonthOf, type LocalDate } from '../../src/kernel/local-date.js';
import { periodOfDate, type Calendar } from '../../src/kernel/period.js';
import { unitValue, type Category } from '../../src/modules/catalog/index.js';
import { CHAIN_START, entryChecksum } from '../../src/modules/ledger/entry-checksum.js';
import type { EntryRecord } from '../../src/modules/ledger/entry.model.js';
import type { Entry } from '../../src/modules/ledger/index.js';
import type { Person } from '../../src/modules/people/index.js';

/** One line that shall be in somebody's account. */
export interface Deed {
  readonly person: Person;
  readonly kind: 'earn' | 'award' | 'bonus';
  readonly category: Category;
  readonly quantity: number;
  readonly points: number;
  readonly effectiveDate: LocalDate;
  readonly at: Date;
  readonly by: Person;
  readonly sourceId: string;
  readonly reason: string;
}

/** The chain of one person's entries, as the ledger would have written them one after the other. */
export interface GeneratedAccount {
  readonly entries: readonly EntryRecord[];
}

type Said = Pick<
  Entry,
  | 'kind'
  | 'class'
  | 'points'
  | 'categoryCode'
  | 'unit'
  | 'effectiveDate'
  | 'quarter'
  | 'year'
  | 'sourceKey'
  | 'source'
  | 'reason'
  | 'basis'
  | 'correctsEntryId'
>;

/**
 * Deeds in the order of time become entries with numbers, checksums and periods by the product's own rules; some are
 * corrected afterwards, by an adjustment or a reversal in the period of what they correct.
 */
export function generateAccount(
  organization: string,
  calendar: Calendar,
  deeds: readonly Deed[],
  correct: { readonly share: number; readonly random: Random; readonly by: ActorReference },
): GeneratedAccount {
  const entries: EntryRecord[] = [];
  const write = (person: string, said: Said, by: ActorReference, at: Date): EntryRecord => {
    const last = entries.at(-1);
    const unsigned = {
      ...said,
      _id: newId(at),
      organization,
      person,
      sequence: entries.length + 1,
      month: yearMonthOf(said.effectiveDate),
      by,
      at,
      previousId: last?._id ?? null,
      previousChecksum: last?.checksum ?? CHAIN_START,
    };
    const entry = { ...unsigned, checksum: entryChecksum(unsigned) };
    entries.push(entry);
    return entry;
  };
  for (const deed of deeds) {
    const entry = write(deed.person.id, saidBy(deed, calendar), referenceTo(deed.by), deed.at);
    if (!correct.random.chance(correct.share)) continue;
    const reversed = correct.random.chance(0.3);
    const change = reversed ? -entry.points : -Math.ceil(entry.points / 4);
    const correction: Said = {
      ...entry,
      kind: reversed ? 'reversal' : 'adjustment',
      points: change,
      sourceKey: reversed ? `reversal:${entry._id}` : `adjustment:${entry._id}:1`,
      source: { type: 'entry', id: entry._id },
      reason: reversed ? 'Counted twice' : 'Corrected after a look at the evidence',
      correctsEntryId: entry._id,
    };
    write(deed.person.id, picked(correction), correct.by, new Date(deed.at.getTime() + 60_000));
  }
  return { entries };
}

/** A correction is made of the corrected entry; nothing else of it may come along. */
function picked(said: Said): Said {
  const { kind, points, categoryCode, unit, effectiveDate, quarter, year } = said;
  const { sourceKey, source, reason, basis, correctsEntryId } = said;
  return {
    ...{ kind, class: said.class, points, categoryCode, unit, effectiveDate, quarter, year },
    ...{ sourceKey, source, reason, basis, correctsEntryId },
  };
}

function saidBy(deed: Deed, calendar: Calendar): Said {
  const { kind, category, quantity, points, effectiveDate, person, sourceId, reason } = deed;
  const period = periodOfDate(effectiveDate, calendar);
  const types = { earn: 'request', award: 'award', bonus: 'bonus' } as const;
  return {
    kind,
    class: kind === 'bonus' ? 'bonus' : 'regular',
    points,
    categoryCode: category.code,
    unit: category.unit,
    effectiveDate,
    ...period,
    sourceKey: kind === 'bonus' ? `bonus:${person.id}:${period.quarter}` : `${types[kind]}:${sourceId}`,
    source: { type: types[kind], id: sourceId },
    reason,
    basis: {
      value: kind === 'bonus' ? points : unitValue(category, person.grade),
      quantity,
      grade: person.grade,
      categoryVersion: category.version,
    },
    correctsEntryId: null,
  };
}

export function referenceTo({ id, name, email, organizationId, grade, grants }: Person): ActorReference {
  return actorReference({
    ...{ kind: 'person', personId: id, name, email, organizationId, grade, grants },
    mustChangePassword: false,
  });
}

/** A moment of the working day some days after an event. */
export function decidedAfter(day: LocalDate, random: Random): Date {
  const minutes = random.whole(0, 479);
  const date = addDays(day, random.whole(0, 4));
  return new Date(Date.parse(`${date}T09:15:00+05:30`) + minutes * 60_000);
}
