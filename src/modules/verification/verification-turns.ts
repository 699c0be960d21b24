import type { Model } from 'mongoose';
import type { Clock } from '../../kernel/clock.js';
import { addDays, type LocalDate } from '../../kernel/local-date.js';
import { operator } from '../../platform/storage/index.js';
import type { VerificationTurnRecord } from './verification.model.js';

/** A verification that is not heard of for so long has lost its process. */
const LEASE_MS = 2 * 60_000;

/** Sees to one verification at a time in each organization, also among several processes. */
export interface VerificationTurns {
  /**
   * True where nobody else has the turn. With a night: only where that night has not had its turn. Inside a transaction,
   * where two who take it at the same moment meet.
   */
  take(organizationId: string, verificationId: string, night?: LocalDate): Promise<boolean>;
  /** Keeps the turn; false where it was lost. */
  keep(verificationId: string): Promise<boolean>;
  give(verificationId: string): Promise<void>;
  /** The last night that had its turn; where there was none yet, nights count from `first` on, the coming one. */
  lastNight(organizationId: string, first: LocalDate): Promise<LocalDate>;
  /** The verification that is at hand somewhere. */
  holder(): Promise<string | undefined>;
}

export function createVerificationTurns(turns: Model<VerificationTurnRecord>, clock: Clock): VerificationTurns {
  const lease = () => new Date(clock.now().getTime() + LEASE_MS);
  return {
    async take(organizationId, verificationId, night) {
      const now = clock.now();
      const turn = await turns.findOne({}).lean<VerificationTurnRecord>();
      if (turn !== null && (turn.until > now || (night !== undefined && turn.night === night))) return false;
      const taken = { verification: verificationId, until: lease(), ...(night !== undefined && { night }) };
      if (turn === null)
        await turns.insertMany([{ _id: organizationId, organization: organizationId, night: null, ...taken }]);
      else await turns.updateOne({ _id: organizationId }, { $set: taken });
      return true;
    },
    async keep(verificationId) {
      const { matchedCount } = await turns.updateOne({ verification: verificationId }, { $set: { until: lease() } });
      return matchedCount === 1;
    },
    async give(verificationId) {
      await turns.updateOne({ verification: verificationId }, { $set: { verification: null, until: clock.now() } });
    },
    async lastNight(organizationId, first) {
      const turn = await turns.findOne({}).lean<VerificationTurnRecord>();
      if (turn?.night != null) return turn.night;
      const before = addDays(first, -1);
      const none = { verification: null, until: clock.now() };
      await turns.updateOne(
        { _id: organizationId },
        turn === null ? { $setOnInsert: { ...none, night: before } } : { $set: { night: before } },
        { upsert: true },
      );
      return before;
    },
    async holder() {
      const turn = await turns.findOne({ until: operator({ $gt: clock.now() }) }).lean<VerificationTurnRecord>();
      return turn?.verification ?? undefined;
    },
  };
}
