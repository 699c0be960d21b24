import type { Model } from 'mongoose';
import type { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/ids.js';
import type { Logger } from '../../../platform/logger.js';
import { createPoller, type Poller } from '../../../platform/poller.js';
import { currentContext, runInContext } from '../../../platform/request-context.js';
import { operator, type Storage } from '../../../platform/storage/index.js';
import type { AccountAskRecord, AskKind } from './account-ask.model.js';

/** An ask as it comes in; what does not belong to its kind is left out. */
export type NewAsk = Pick<AccountAskRecord, 'kind' | 'email'> &
  Partial<Pick<AccountAskRecord, 'organizationSlug' | 'flow' | 'newcomer'>>;

/** Answers asks of a kind, in a transaction that also removes the ask. */
export type AnswerAsk = (ask: AccountAskRecord) => Promise<void>;

export interface AccountAsks {
  /** Stores an ask, in the surrounding transaction where there is one. */
  put(ask: NewAsk): Promise<void>;
  /** Says who answers a kind. Once for each, while the module is built. */
  answerBy(kind: AskKind, answer: AnswerAsk): void;
  readonly poller: Poller;
}

const POLL_MS = 1000;
const LEASE_MS = 60_000;
const MAX_ATTEMPTS = 10;
/** Nobody waits any longer for the answer of an ask. */
const FORGOTTEN_MS = 86_400_000;

interface AskDependencies {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly asks: Model<AccountAskRecord>;
}

export function createAccountAsks({ storage, clock, logger, asks }: AskDependencies): AccountAsks {
  const answers = new Map<AskKind, AnswerAsk>();

  async function claim(): Promise<AccountAskRecord | null> {
    const now = clock.now();
    return asks
      .findOneAndUpdate(
        { nextAt: operator({ $lte: now }) },
        { $set: { nextAt: new Date(now.getTime() + LEASE_MS) }, $inc: { attempts: 1 } },
        { sort: { nextAt: 1, _id: 1 }, returnDocument: 'after' },
      )
      .lean<AccountAskRecord>();
  }

  async function answer(ask: AccountAskRecord): Promise<void> {
    if (ask.attempts > MAX_ATTEMPTS || clock.now().getTime() - ask.at.getTime() > FORGOTTEN_MS) {
      logger.error({ ask: ask._id, kind: ask.kind }, 'account ask given up');
      await asks.deleteOne({ _id: ask._id });
      return;
    }
    const context = {
      acrossOrganizations: true,
      ...(ask.requestId !== null && { requestId: ask.requestId }),
      address: ask.address,
    };
    await runInContext(context, () =>
      storage.run(async () => {
        // Gone when another process had it meanwhile.
        const { deletedCount } = await asks.deleteOne({ _id: ask._id });
        if (deletedCount === 1) await answers.get(ask.kind)?.(ask);
      }),
    );
  }

  const poller = createPoller({
    name: 'account asks',
    everyMs: POLL_MS,
    logger,
    async round(stopping) {
      for (let ask = await claim(); ask !== null; ask = stopping() ? null : await claim()) {
        try {
          await answer(ask);
        } catch (error) {
          // The lease runs out, and it is tried again.
          logger.warn({ err: error, ask: ask._id, kind: ask.kind }, 'account ask failed');
        }
      }
    },
  });

  return {
    // Not woken on purpose: the work for a known address must not fall on whatever its sender asks next.
    async put({ kind, email, organizationSlug = null, flow = null, newcomer = null }) {
      const at = clock.now();
      const context = currentContext();
      await asks.insertMany(
        [
          {
            ...{ _id: newId(at), kind, email, organizationSlug, flow, newcomer },
            requestId: context?.requestId ?? null,
            address: context?.address ?? null,
            ...{ at, nextAt: at, attempts: 0 },
          },
        ],
        { lean: true },
      );
    },
    answerBy: (kind, answerOfKind) => void answers.set(kind, answerOfKind),
    poller,
  };
}
