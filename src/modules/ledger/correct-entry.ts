import type { Actor } from '../../kernel/actor.js';
import { NotFound } from '../../kernel/errors.js';
import type { Points } from '../../kernel/points.js';
import { appendEntry, type AppendDependencies } from './append-entry.js';
import type { Entry } from './entry.js';
import { toEntry, type EntryRecord } from './entry.model.js';
import type { LedgerModels } from './ledger.models.js';
import { assertCorrectable, assertMayCorrect, assertNewWorth } from './ledger.policy.js';

/** An entry with everything that was corrected about it since. */
export interface CorrectedEntry {
  readonly entry: Entry;
  readonly corrections: Entry[];
  /** What it is worth now. */
  readonly worth: Points;
  readonly reversed: boolean;
}

export async function loadCorrected({ entries }: LedgerModels, id: string): Promise<CorrectedEntry> {
  const record = await entries.findOne({ _id: id }).lean<EntryRecord>();
  if (record === null) throw new NotFound('entry.not_found', 'There is no such entry.');
  const later = await entries.find({ correctsEntryId: id }).sort({ sequence: 1 }).lean<EntryRecord[]>();
  const corrections = later.map(toEntry);
  return {
    entry: toEntry(record),
    corrections,
    worth: corrections.reduce((sum, correction) => sum + correction.points, record.points),
    reversed: corrections.some(({ kind }) => kind === 'reversal'),
  };
}

/** Adds the difference to a new worth. Inside the caller's transaction. */
export async function adjustEntry(
  deps: AppendDependencies,
  actor: Actor,
  adjustment: { readonly entryId: string; readonly points: Points; readonly reason: string },
): Promise<Entry> {
  const corrected = await loadCorrected(deps, adjustment.entryId);
  assertMayCorrect(actor, corrected.entry);
  assertCorrectable(corrected.entry, corrected, adjustment.reason);
  assertNewWorth(corrected.worth, adjustment.points);
  const sourceKey = `adjustment:${corrected.entry.id}:${corrected.corrections.length + 1}`;
  return appendCorrection(deps, actor, corrected, { ...adjustment, kind: 'adjustment', sourceKey });
}

/** Takes the entry's worth back to nothing, once. Inside the caller's transaction. */
export async function reverseEntry(
  deps: AppendDependencies,
  actor: Actor,
  reversal: { readonly entryId: string; readonly reason: string },
): Promise<Entry> {
  const corrected = await loadCorrected(deps, reversal.entryId);
  assertMayCorrect(actor, corrected.entry);
  assertCorrectable(corrected.entry, corrected, reversal.reason);
  const sourceKey = `reversal:${corrected.entry.id}`;
  return appendCorrection(deps, actor, corrected, { ...reversal, points: 0, kind: 'reversal', sourceKey });
}

interface Correction {
  readonly kind: 'adjustment' | 'reversal';
  /** The new worth. */
  readonly points: Points;
  readonly reason: string;
  readonly sourceKey: string;
}

/** A correction lies in the period, category and class of what it corrects, whenever it is written. */
function appendCorrection(deps: AppendDependencies, actor: Actor, corrected: CorrectedEntry, correction: Correction) {
  const { entry, worth } = corrected;
  return appendEntry(
    deps,
    actor,
    {
      personId: entry.personId,
      kind: correction.kind,
      class: entry.class,
      points: correction.points - worth,
      categoryCode: entry.categoryCode,
      unit: entry.unit,
      quarter: entry.quarter,
      year: entry.year,
      effectiveDate: entry.effectiveDate,
      sourceKey: correction.sourceKey,
      source: { type: 'entry', id: entry.id },
      reason: correction.reason.trim(),
      basis: entry.basis,
      correctsEntryId: entry.id,
    },
    { before: { points: worth }, after: { points: correction.points } },
  );
}
