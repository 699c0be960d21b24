import type { Model } from 'mongoose';
import type { Clock } from '../../kernel/clock.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { isDuplicateKey, operator } from '../../platform/storage/index.js';
import type { VerificationTurnRecord } from './verification.model.js';

/** A verification that is not heard of for so long has lost its process. */
const LEASE_MS = 2 * 60_000;

/** Sees to one verification at a time in each organization, also among several processes. */
export interface VerificationTurns {
  /** True where nobody else has the turn. With a night: only where that night has not had its turn. */
  take(organizationId: string, verificationId: string, night?: LocalDate): Promise<boolean>;
  /** Keeps the turn; false where it was lost. */
  keep(verificationId: string): Promise<boolean>;
  give(verificationId: string): Promise<void>;
  /** The verification that is at hand somewhere. */
  holder(): Promise<string | undefined>;
}

export function createVerificationTurns(turns: Model<VerificationTurnRecord>, clock: Clock): VerificationTurns {
  const lease = () => new Date(clock.now().getTime() + LEASE_MS);
  return {
    async take(organizationId, verificationId, night) {
      try {
        const { matchedCount, upsertedCount } = await turns.updateOne(
          {
            _id: organizationId,
            until: operator({ $lte: clock.now() }),
            ...(night !== undefined && { night: operator({ $ne: night }) }),
          },
          { $set: { verification: verificationId, until: lease(), ...(night !== undefined && { night }) } },
          { upsert: true },
        );
        return matchedCount + upsertedCount === 1;
      } catch (error) {
        // There is a turn, and it is somebody else's or was this night's already.
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async keep(verificationId) {
      const { matchedCount } = await turns.updateOne({ verification: verificationId }, { $set: { until: lease() } });
      return matchedCount === 1;
    },
    async give(verificationId) {
      await turns.updateOne({ verification: verificationId }, { $set: { verification: null, until: clock.now() } });
    },
    async holder() {
      const turn = await turns.findOne({ until: operator({ $gt: clock.now() }) }).lean<VerificationTurnRecord>();
      return turn?.verification ?? undefined;
    },
  };
}
