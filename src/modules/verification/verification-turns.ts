import type { Model } from 'mongoose';
import type { Clock } from '../../kernel/clock.js';
import type { LocalDate } from '../../kernel/local-date.js';
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
  /** Gives the turn of a verification that was interrupted: its night has had none. */
  giveBack(verificationId: string): Promise<void>;
  /** The last night that had its turn; where there was none yet, nights count from the one after `over` on. */
  lastNight(organizationId: string, over: LocalDate): Promise<LocalDate>;
  /** The verification that is at hand somewhere. */
  holder(): Promise<string | undefined>;
}

export function createVerificationTurns(turns: Model<VerificationTurnRecord>, clock: Clock): VerificationTurns {
  const lease = () => new Date(clock.now().getTime() + LEASE_MS);
  async function giveBack(verificationId: string): Promise<void> {
    const turn = await turns.findOne({ verification: verificationId }).lean<VerificationTurnRecord>();
    if (turn === null) return;
    const night = turn.before ?? turn.night;
    await turns.updateOne(
      { verification: verificationId },
      { $set: { verification: null, until: clock.now(), night } },
    );
  }

  return {
    async take(organizationId, verificationId, night) {
      const now = clock.now();
      const turn = await turns.findOne({}).lean<VerificationTurnRecord>();
      if (turn !== null && (turn.until > now || (night !== undefined && turn.night === night))) return false;
      const before = turn?.night ?? null;
      const taken = { verification: verificationId, until: lease(), before, ...(night !== undefined && { night }) };
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
    async lastNight(organizationId, over) {
      const turn = await turns.findOne({}).lean<VerificationTurnRecord>();
      if (turn === null) {
        const none = { verification: null, until: clock.now(), night: over };
        await turns.updateOne({ _id: organizationId }, { $setOnInsert: none }, { upsert: true });
        return over;
      }
      const { verification, until, before } = turn;
      if (verification === null || until > clock.now()) return turn.night ?? over;
      // Whoever worked on it is gone.
      await giveBack(verification);
      return before ?? over;
    },
    giveBack,
    async holder() {
      const turn = await turns.findOne({ until: operator({ $gt: clock.now() }) }).lean<VerificationTurnRecord>();
      return turn?.verification ?? undefined;
    },
  };
}
