import type { Actor } from '../../kernel/actor.js';
import { Conflict } from '../../kernel/errors.js';
import { isLocalDate } from '../../kernel/local-date.js';
import { periodOfDate, type Calendar } from '../../kernel/period.js';
import { MAX_POINTS } from '../../kernel/points.js';
import { appendEntries, type AppendDependencies, type EntryDraft } from './append-entries.js';
import type { Entry, NewEntry } from './entry.js';
import { freeSourceKeys } from './source-keys.js';

/** Writes points down for the first time, all or none. Inside the caller's transaction. */
export async function creditEntries(
  deps: AppendDependencies,
  actor: Actor,
  calendar: Calendar,
  news: readonly NewEntry[],
): Promise<Entry[]> {
  for (const entry of news) assertWellFormed(entry);
  const keys = await freeSourceKeys(deps, news);
  return appendEntries(
    deps,
    actor,
    news.map((entry) => draftOf(entry, calendar, keys.get(entry.sourceKey))),
  );
}

function draftOf(entry: NewEntry, calendar: Calendar, sourceKey: string | undefined): EntryDraft {
  if (sourceKey === undefined) throw new Conflict('ledger.already_credited', 'These points were credited before.');
  const { personId, kind, points, categoryCode, unit, effectiveDate, source, reason, basis } = entry;
  return {
    ...{ personId, kind, points, categoryCode, unit, effectiveDate, source, reason, basis, sourceKey },
    ...periodOfDate(effectiveDate, calendar),
    class: kind === 'bonus' ? 'bonus' : 'regular',
    correctsEntryId: null,
  };
}

/** Callers compute points and dates; anything else than this is their mistake and no input's. */
function assertWellFormed({ points, effectiveDate, sourceKey }: NewEntry): void {
  if (!Number.isSafeInteger(points) || points < 1 || points > MAX_POINTS)
    throw new RangeError(`no points to credit: ${points}`);
  if (!isLocalDate(effectiveDate)) throw new RangeError(`not a calendar day: ${effectiveDate}`);
  if (sourceKey === '') throw new RangeError('an entry needs a source key');
}
