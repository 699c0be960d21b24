import type { Actor } from '../../kernel/actor.js';
import { NotFound } from '../../kernel/errors.js';
import type { Points } from '../../kernel/points.js';
import { appendEntries, type AppendDependencies } from './append-entries.js';
import type { Entry } from './entry.js';
import { toEntry, type EntryRecord } from './entry.model.js';
import type { BasedOn } from './ledger.module.js';
import type { LedgerModels } from './ledger.models.js';
import { assertCorrectable, assertMayCorrect, assertNewWorth, assertWorthAsSeen } from './ledger.policy.js';

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

interface Adjustment extends BasedOn {
  readonly entryId: string;
  readonly points: Points;
  readonly reason: string;
}

/** The entry, where it may be corrected in this way. */
export async function checkAdjustment(
  models: LedgerModels,
  actor: Actor,
  { entryId, points, reason, basedOn }: Adjustment,
): Promise<CorrectedEntry> {
  const corrected = await loadCorrected(models, entryId);
  assertMayCorrect(actor, corrected.entry);
  assertCorrectable(corrected.entry, corrected, reason);
  assertWorthAsSeen(corrected.worth, basedOn);
  assertNewWorth(corrected.worth, points);
  return corrected;
}

/** Adds the difference to a new worth. Inside the caller's transaction. */
export async function adjustEntry(deps: AppendDependencies, actor: Actor, adjustment: Adjustment): Promise<Entry> {
  const corrected = await checkAdjustment(deps, actor, adjustment);
  const sourceKey = `adjustment:${corrected.entry.id}:${corrected.corrections.length + 1}`;
  return appendCorrection(deps, actor, corrected, { ...adjustment, kind: 'adjustment', sourceKey });
}

/** Takes the entry's worth back to nothing, once. Inside the caller's transaction. */
export async function reverseEntry(
  deps: AppendDependencies,
  actor: Actor,
  { basedOn, ...reversal }: { readonly entryId: string; readonly reason: string } & BasedOn,
): Promise<Entry> {
  const corrected = await loadCorrected(deps, reversal.entryId);
  assertMayCorrect(actor, corrected.entry);
  assertCorrectable(corrected.entry, corrected, reversal.reason);
  assertWorthAsSeen(corrected.worth, basedOn);
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
async function appendCorrection(
  deps: AppendDependencies,
  actor: Actor,
  { entry, worth }: CorrectedEntry,
  { kind, points, reason, sourceKey }: Correction,
): Promise<Entry> {
  const { personId, categoryCode, unit, quarter, year, effectiveDate, basis } = entry;
  const draft = {
    ...{ personId, categoryCode, unit, quarter, year, effectiveDate, basis, class: entry.class },
    kind,
    points: points - worth,
    sourceKey,
    source: { type: 'entry', id: entry.id } as const,
    reason: reason.trim(),
    correctsEntryId: entry.id,
  };
  const [correction] = await appendEntries(deps, actor, [draft], { before: { points: worth }, after: { points } });
  if (correction === undefined) throw new Error('one draft in, one entry out');
  return correction;
}
