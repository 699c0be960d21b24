import { newId } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { PeriodKey } from '../../kernel/period.js';
import { operator } from '../../platform/storage/index.js';
import type { LedgerModule, PeriodTotals } from '../ledger/index.js';
import { toScore, type BoardModels, type BoardRecord, type BoardVersionRecord } from './board.model.js';
import type { BoardScore } from './board.js';

/** What boards need to know of a person; the people module's Person fits. */
export interface BoardPerson {
  readonly id: string;
  readonly name: string;
  readonly department: string;
  readonly grade: string;
  readonly status: 'active' | 'deactivated';
  readonly exitDate: LocalDate | null;
  readonly preferences: { readonly leaderboardOptOut: boolean };
}

export interface BoardPeople {
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, BoardPerson>>;
}

interface Dependencies extends BoardModels {
  readonly ledger: Pick<LedgerModule, 'allTotals'>;
  readonly people: BoardPeople;
}

/**
 * Writes the absolute scores of these people where they differ from what boards say, and returns how many did. Inside a
 * transaction: totals and scores are seen as of one moment, and of two projections at once the later one starts anew,
 * so an old score never replaces a new one.
 */
export async function projectScores(deps: Dependencies, personIds: readonly string[]): Promise<number> {
  const people = await deps.people.byIds(personIds);
  const totals = await deps.ledger.allTotals(personIds);
  const present = await deps.boards.find({ person: operator({ $in: [...personIds] }) }).lean<BoardRecord[]>();
  const stored = new Map(present.map((record) => [`${record.person}:${record.period}`, record]));
  const changes = personIds.flatMap((id) => {
    const known = present.filter(({ person }) => person === id).map(({ period }) => period);
    return wantedScores(id, people.get(id), totals.get(id) ?? [], known).filter(({ period, score }) => {
      const record = stored.get(`${id}:${period}`);
      return record === undefined || !sameScore(toScore(record), score);
    });
  });
  if (changes.length === 0) return 0;
  const version = await nextVersion(deps);
  await deps.boards.bulkWrite(
    changes.map(({ period, score: { personId: person, ...rest } }) => ({
      updateOne: {
        filter: { person, period },
        update: { $set: { ...rest, version }, $setOnInsert: { _id: newId() } },
        upsert: true,
      },
    })),
  );
  return changes.length;
}

async function nextVersion({ versions }: BoardModels): Promise<number> {
  const { version } = await versions
    .findOneAndUpdate(
      {},
      { $inc: { version: 1 }, $setOnInsert: { _id: newId() } },
      { upsert: true, returnDocument: 'after' },
    )
    .lean<BoardVersionRecord>()
    .orFail();
  return version;
}

/** One score for every period with totals, and zero for periods that are on the board without. */
function wantedScores(
  personId: string,
  person: BoardPerson | undefined,
  totals: readonly PeriodTotals[],
  known: readonly PeriodKey[],
): { period: PeriodKey; score: BoardScore }[] {
  const byPeriod = new Map(totals.map((total) => [total.period, total]));
  return [...new Set([...byPeriod.keys(), ...known])].map((period) => ({
    period,
    score: {
      personId,
      name: person?.name ?? '',
      department: person?.department ?? '',
      grade: person?.grade ?? '',
      optedOut: person?.preferences.leaderboardOptOut ?? false,
      active: person?.status === 'active',
      exitDate: person?.exitDate ?? null,
      regular: byPeriod.get(period)?.regular ?? 0,
      bonus: byPeriod.get(period)?.bonus ?? 0,
    },
  }));
}

function sameScore(one: BoardScore, other: BoardScore): boolean {
  return (Object.keys(one) as (keyof BoardScore)[]).every((name) => one[name] === other[name]);
}
