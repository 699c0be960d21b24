import type { LedgerModule } from '../ledger/index.js';
import type { BoardPeople } from './board-people.js';
import type { BoardModels, BoardRecord } from './board.model.js';

interface Dependencies {
  readonly models: BoardModels;
  readonly ledger: Pick<LedgerModule, 'eachAccount'>;
  readonly people: BoardPeople;
}

/**
 * Ids of everybody who has a row or should have one, in batches, each once: people, by department since these share
 * tallies; accounts and rows of whom nobody knows.
 */
export async function* eachCandidate(
  { models, ledger, people }: Dependencies,
  size: number,
): AsyncGenerator<readonly string[]> {
  for await (const batch of people.eachBatch({ sort: 'department' }, size)) yield batch.map(({ id }) => id);
  const foreign = new Set<string>();
  for await (const batch of ledger.eachAccount(size)) {
    const known = await people.byIds(batch);
    const unknown = batch.filter((id) => !known.has(id));
    for (const id of unknown) foreign.add(id);
    if (unknown.length > 0) yield unknown;
  }
  for await (const batch of eachRowPerson(models, size)) {
    const known = await people.byIds(batch);
    const unknown = batch.filter((id) => !known.has(id) && !foreign.has(id));
    if (unknown.length > 0) yield unknown;
  }
}

async function* eachRowPerson({ boards }: BoardModels, size: number): AsyncGenerator<readonly string[]> {
  const people = boards.aggregate<Pick<BoardRecord, '_id'>>([{ $group: { _id: '$person' } }, { $sort: { _id: 1 } }]);
  const cursor: AsyncIterable<Pick<BoardRecord, '_id'>> = people.cursor({ batchSize: 1000 });
  let batch: string[] = [];
  for await (const { _id: person } of cursor) {
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
    batch.push(person);
  }
  if (batch.length > 0) yield batch;
}
