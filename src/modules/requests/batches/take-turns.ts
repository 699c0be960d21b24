import { newId } from '../../../kernel/ids.js';
import type { RequestParts } from '../request-parts.js';
import type { ClaimKey } from './claim-book.js';

/** `takeTurn` for many, in one order everywhere: of two files that claim for the same people none waits for the other. */
export async function takeTurns({ turns }: Pick<RequestParts, 'turns'>, keys: readonly ClaimKey[]): Promise<void> {
  const distinct = new Map(keys.map((key) => [`${key.personId}:${key.categoryCode}`, key]));
  const sorted = [...distinct].sort(([one], [other]) => (one < other ? -1 : 1));
  if (sorted.length === 0) return;
  await turns.bulkWrite(
    sorted.map(([, { personId: person, categoryCode: category }]) => ({
      updateOne: {
        filter: { person, category },
        update: { $inc: { turns: 1 }, $setOnInsert: { _id: newId() } },
        upsert: true,
      },
    })),
  );
}
