import type { Model } from 'mongoose';
import type { Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../../platform/logger.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import type { VerificationRecord } from './verification.model.js';
import type { VerificationTurns } from './verification-turns.js';
import { KEPT_VERIFICATIONS, NAMED_DIFFERENCES, type NamedDifference, type Verified } from './verification.js';

/** What a module finds wrong about its own records; anything beside the person belongs to the type. */
export interface FoundDifference {
  readonly type: string;
  readonly personId?: string | null;
}

/** One thing to look at. Calls back with the entries that it looked at. */
export interface VerificationSource {
  readonly of: Verified;
  readonly verify: (looked: (entries: number) => void) => AsyncIterable<FoundDifference>;
}

export interface RunDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly records: Model<VerificationRecord>;
  readonly turns: VerificationTurns;
  readonly sources: readonly VerificationSource[];
  readonly stopping: AbortSignal;
}

/** After so many entries the result says how far it is. */
const STEP = 20_000;

/** Looks at everything and writes down what was found. Runs in the organization's context, holding its turn. */
export async function runVerification(deps: RunDependencies, actor: Actor, id: string): Promise<void> {
  const { records, turns, logger, clock } = deps;
  const named: NamedDifference[] = [];
  let found = 0;
  const progress = createProgress(deps.stopping, async (entries) => {
    if (!(await turns.keep(id))) throw new Error('another process has taken the turn');
    await records.updateOne({ _id: id, status: 'running' }, { $set: { entries, found } });
  });
  try {
    for (const { of, verify } of deps.sources) {
      for await (const difference of verify(progress.looked)) {
        found += 1;
        if (named.length < NAMED_DIFFERENCES) named.push(toNamed(of, difference));
      }
    }
    await progress.settled();
    await complete(deps, actor, { id, entries: progress.entries(), found, named });
  } catch (error) {
    const level = deps.stopping.aborted ? 'info' : 'error';
    logger[level](
      { err: error, code: 'verification.interrupted', verificationId: id },
      'a verification did not finish',
    );
    await records.updateOne(
      { _id: id, status: 'running' },
      {
        $set: {
          ...{ status: 'interrupted', completedAt: clock.now(), entries: progress.entries() },
          ...{ found, differences: named },
        },
      },
    );
    // What failed by itself would fail again all night.
    if (deps.stopping.aborted) await turns.giveBack(id);
  } finally {
    await turns.give(id);
  }
}

interface Progress {
  readonly looked: (entries: number) => void;
  entries(): number;
  /** Resolves when nothing is being said any more. @throws what kept it from being said */
  settled(): Promise<void>;
}

/** Counts, and says so every so often without holding up the work; it stops the work where saying fails. */
function createProgress(stopping: AbortSignal, say: (entries: number) => Promise<void>): Progress {
  let [entries, said] = [0, 0];
  let saying: Promise<void> | undefined;
  let failure: Error | undefined;
  return {
    looked(count) {
      if (stopping.aborted) throw new Error('the process is stopping');
      if (failure !== undefined) throw failure;
      entries += count;
      if (entries - said < STEP || saying !== undefined) return;
      said = entries;
      saying = say(entries)
        .catch((error: unknown) => {
          failure = error instanceof Error ? error : new Error(String(error));
        })
        .finally(() => {
          saying = undefined;
        });
    },
    entries: () => entries,
    async settled() {
      await saying;
      if (failure !== undefined) throw failure;
    },
  };
}

interface Outcome {
  readonly id: string;
  readonly entries: number;
  readonly found: number;
  readonly named: readonly NamedDifference[];
}

async function complete(deps: RunDependencies, actor: Actor, { id, entries, found, named }: Outcome): Promise<void> {
  const { storage, outbox, clock, logger, records } = deps;
  await storage.run(async () => {
    await records.updateOne(
      { _id: id },
      { $set: { status: 'completed', completedAt: clock.now(), entries, found, differences: named } },
    );
    const kept = await records.find({}, { _id: 1 }).sort({ startedAt: -1, _id: -1 }).limit(KEPT_VERIFICATIONS).lean();
    await records.deleteMany({ _id: operator({ $nin: kept.map(({ _id }) => _id) }) });
    await outbox.record(actor, {
      type: found === 0 ? 'verification.completed' : 'verification.failed',
      subject: { type: 'verification', id },
      data: { entries, differences: found, people: peopleOf(named) },
    });
  });
  if (found === 0) return;
  logger.error(
    { code: 'verification.differences', verificationId: id, differences: found, first: named.slice(0, 5) },
    'entries and what is computed from them differ; see /central/verification',
  );
}

/** How many people are concerned, as far as differences are named. */
function peopleOf(named: readonly NamedDifference[]): number {
  return new Set(named.flatMap(({ personId }) => personId ?? [])).size;
}

function toNamed(of: Verified, { personId = null, ...rest }: FoundDifference): NamedDifference {
  return { ...rest, of, personId };
}
