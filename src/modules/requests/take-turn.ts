import type { Model } from 'mongoose';
import { newId } from '../../kernel/ids.js';
import type { ClaimTurnRecord } from './request.model.js';

/**
 * Lets claims of one person in one category happen one after the other: both write this record in their transactions, so
 * of two at once one has to start again and then sees the other's claim. To be called before limits and duplicates are
 * looked at.
 */
export async function takeTurn(turns: Model<ClaimTurnRecord>, personId: string, categoryCode: string): Promise<void> {
  await turns.updateOne(
    { person: personId, category: categoryCode },
    { $inc: { turns: 1 }, $setOnInsert: { _id: newId() } },
    { upsert: true },
  );
}
