import { randomInt } from 'node:crypto';
import type { Clock } from '../../kernel/clock.js';
import { newUuid } from '../../kernel/ids.js';
import type { Logger } from '../logger.js';
import { isDuplicateKey, operator, type Storage } from '../storage/index.js';
import { jobLockSchema, type JobLockRecord } from './lock.model.js';

/** Does things every so often, in one process of however many. */
export interface Scheduler {
  /**
   * Adds a job under a lasting name. Call before `start`, and before the storage is prepared. A job that takes long looks
   * at the signal between its steps: it says that the process stops.
   */
  every(name: string, milliseconds: number, work: (stopping: AbortSignal) => Promise<void>): void;
  start(): void;
  /** Waits for jobs at hand. */
  stop(): Promise<void>;
  /** Runs a job now unless another process has it; true when it ran. For tests and commands. */
  run(name: string): Promise<boolean>;
}

interface Job {
  readonly name: string;
  readonly interval: number;
  readonly work: (stopping: AbortSignal) => Promise<void>;
}

/** Spreads processes that were started together: up to a tenth of the interval. */
const JITTER = 0.1;

export function createScheduler(deps: { storage: Storage; clock: Clock; logger: Logger }): Scheduler {
  const { storage, clock, logger } = deps;
  const locks = storage.globalModel<JobLockRecord>('JobLock', jobLockSchema.clone());
  const owner = newUuid();
  const stopping = new AbortController();
  const jobs = new Map<string, Job>();
  const timers = new Map<string, NodeJS.Timeout>();
  const atHand = new Set<Promise<unknown>>();

  /** Has the job to itself until its next turn. The lock ends by itself when the process dies. */
  async function take({ name, interval }: Job): Promise<boolean> {
    const now = clock.now();
    try {
      const { matchedCount, upsertedCount } = await locks.updateOne(
        { _id: name, until: operator({ $lte: now }) },
        { $set: { until: new Date(now.getTime() + interval * (1 - JITTER)), owner } },
        { upsert: true },
      );
      return matchedCount + upsertedCount === 1;
    } catch (error) {
      // The lock is there and not over: the upsert met it.
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async function run(job: Job): Promise<boolean> {
    if (!(await take(job))) return false;
    await job.work(stopping.signal);
    return true;
  }

  function plan(job: Job): void {
    const delay = job.interval + randomInt(Math.floor(job.interval * JITTER) + 1);
    const timer = setTimeout(() => {
      const turn = run(job)
        .catch((error: unknown) => logger.error({ err: error, job: job.name }, 'a job failed'))
        .finally(() => {
          atHand.delete(turn);
          if (timers.has(job.name)) plan(job);
        });
      atHand.add(turn);
    }, delay);
    timer.unref();
    timers.set(job.name, timer);
  }

  return {
    every(name, milliseconds, work) {
      if (jobs.has(name)) throw new RangeError(`there is a job ${name} already`);
      jobs.set(name, { name, interval: milliseconds, work });
    },
    start() {
      for (const job of jobs.values()) plan(job);
    },
    async stop() {
      stopping.abort();
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      await Promise.all(atHand);
    },
    async run(name) {
      const job = jobs.get(name);
      if (job === undefined) throw new RangeError(`there is no job ${name}`);
      return run(job);
    },
  };
}
