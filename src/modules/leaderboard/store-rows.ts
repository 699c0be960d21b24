import { newId } from '../../kernel/ids.js';
import { operator } from '../../platform/storage/index.js';
import { KEY_FIELDS, type BoardModels, type BoardRow, type TallyRecord } from './board.model.js';
import type { BoardClass } from './board.js';
import { keyAt } from './board-rows.js';
import { scopeOf, scopesOf, type BoardPeriod } from './board-scope.js';
import { cutLarge, joinSmall, move, standpoint, type Standpoint, type Tally } from './tally.js';

const CLASSES: readonly BoardClass[] = ['regular', 'bonus'];

export interface RowChange {
  readonly before: BoardRow | undefined;
  readonly after: BoardRow;
}

/**
 * Writes rows and everything that is counted from them: sums of periods, and the tallies that there are. Inside a
 * transaction that has raised the version, so nobody else counts meanwhile.
 */
export async function storeRows(models: BoardModels, changes: readonly RowChange[], version: number): Promise<void> {
  if (changes.length === 0) return;
  await writeRows(models, changes, version);
  await addToSums(models, changes);
  await moveInTallies(models, changes, version);
}

async function writeRows({ boards }: BoardModels, changes: readonly RowChange[], version: number): Promise<void> {
  const added = changes.filter(({ before }) => before === undefined);
  const changed = changes.filter(({ before }) => before !== undefined);
  if (added.length > 0) {
    await boards.insertMany(
      added.map(({ after }) => ({ _id: newId(), ...after, version })),
      { lean: true },
    );
  }
  if (changed.length > 0) {
    await boards.bulkWrite(
      changed.map(({ after }) => ({
        updateOne: {
          filter: { person: after.person, period: after.period },
          update: { $set: { ...after, version } },
        },
      })),
    );
  }
}

async function addToSums({ sums }: BoardModels, changes: readonly RowChange[]): Promise<void> {
  const added = new Map<BoardPeriod, { regular: number; bonus: number }>();
  for (const { before, after } of changes) {
    const sum = added.get(after.period) ?? { regular: 0, bonus: 0 };
    sum.regular += after.regular - (before?.regular ?? 0);
    sum.bonus += after.bonus - (before?.bonus ?? 0);
    added.set(after.period, sum);
  }
  const changed = [...added].filter(([, { regular, bonus }]) => regular !== 0 || bonus !== 0);
  if (changed.length === 0) return;
  await sums.bulkWrite(
    changed.map(([period, by]) => ({
      updateOne: { filter: { period }, update: { $inc: by, $setOnInsert: { _id: newId() } }, upsert: true },
    })),
  );
}

interface Move {
  readonly before: Standpoint | undefined;
  readonly after: Standpoint | undefined;
}

async function moveInTallies(models: BoardModels, changes: readonly RowChange[], version: number): Promise<void> {
  const moves = movesOf(changes);
  if (moves.size === 0) return;
  const places = [...moves.keys()].map((text) => JSON.parse(text) as [BoardPeriod, BoardClass, string]);
  const stored = await models.tallies
    .find({
      period: operator({ $in: [...new Set(places.map(([period]) => period))] }),
      class: operator({ $in: [...new Set(places.map(([, of]) => of))] }),
      scope: operator({ $in: [...new Set(places.map(([, , scope]) => scope))] }),
    })
    .lean<TallyRecord[]>();
  const updates: { record: TallyRecord; tally: Tally }[] = [];
  for (const record of stored) {
    const meant = moves.get(placeText(record.period, record.class, record.scope));
    if (meant === undefined) continue;
    const tally: Tally = { ...record, from: [...record.from], counts: [...record.counts] };
    for (const { before, after } of meant) move(tally, before, after);
    joinSmall(tally);
    const key = { period: record.period, class: record.class, ...scopeOf(record.scope) };
    await cutLarge(tally, (from, to, offset) => keyAt(models, key, from, to, offset));
    updates.push({ record, tally });
  }
  if (updates.length === 0) return;
  await models.tallies.bulkWrite(
    updates.map(({ record: { period, class: of, scope }, tally: { from, counts, participants, sum } }) => ({
      updateOne: {
        filter: { period, class: of, scope },
        update: { $set: { from, counts, participants, sum, version } },
      },
    })),
  );
}

/** Who moves in which list. */
function movesOf(changes: readonly RowChange[]): Map<string, Move[]> {
  const moves = new Map<string, Move[]>();
  for (const { before, after } of changes) {
    const [old, now] = [before === undefined ? [] : scopesOf(before), scopesOf(after)];
    for (const of of CLASSES) {
      const field = KEY_FIELDS[of];
      const was = standpoint(before?.[field], before?.[of] ?? 0);
      const is = standpoint(after[field], after[of]);
      const same = was?.key === is?.key;
      for (const scope of new Set([...old, ...now])) {
        const move = { before: old.includes(scope) ? was : undefined, after: now.includes(scope) ? is : undefined };
        if (move.before === undefined && move.after === undefined) continue;
        if (same && move.before !== undefined && move.after !== undefined) continue;
        const text = placeText(after.period, of, scope);
        const list = moves.get(text);
        if (list === undefined) moves.set(text, [move]);
        else list.push(move);
      }
    }
  }
  return moves;
}

function placeText(period: BoardPeriod, of: BoardClass, scope: string): string {
  return JSON.stringify([period, of, scope]);
}
