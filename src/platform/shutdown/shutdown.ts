import type { Logger } from '../logger.js';

/** Stops a process in a written order: each step is finished, or all time is used up, before the next begins. */
export interface Shutdown {
  /** Adds a step at the end of the order. */
  step(name: string, work: () => Promise<void> | void): void;
  /** True from the first call of `stop` on. */
  readonly stopping: boolean;
  /** Takes all steps once; later calls wait for the same stop. Answers false when a step failed or the time ran out. */
  stop(reason: string): Promise<boolean>;
}

export interface ShutdownOptions {
  readonly logger: Pick<Logger, 'info' | 'error'>;
  /** For all steps together, milliseconds; nine seconds unless said, since orchestrators wait ten. */
  readonly within?: number;
}

const WITHIN_MS = 9000;

export function createShutdown({ logger, within = WITHIN_MS }: ShutdownOptions): Shutdown {
  const steps: { readonly name: string; readonly work: () => Promise<void> | void }[] = [];
  let running: Promise<boolean> | undefined;

  async function takeSteps(reason: string): Promise<boolean> {
    const late = AbortSignal.timeout(within);
    let clean = true;
    logger.info({ reason }, 'stopping');
    for (const { name, work } of steps) {
      try {
        await inTime(work, late);
      } catch (error) {
        // A step that hangs or fails must not keep the others from closing what they hold.
        clean = false;
        logger.error({ err: error, step: name }, 'a step of stopping failed');
      }
    }
    logger.info({ clean }, 'stopped');
    return clean;
  }

  return {
    step: (name, work) => void steps.push({ name, work }),
    get stopping() {
      return running !== undefined;
    },
    stop(reason) {
      running ??= takeSteps(reason);
      return running;
    },
  };
}

/** Rejects when work is not done before it is too late; after that every step still begins, and is not waited for. */
async function inTime(work: () => Promise<void> | void, late: AbortSignal): Promise<void> {
  const done = Promise.resolve(work());
  let giveUp: (() => void) | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    giveUp = () => reject(new Error('not done in time'));
    late.addEventListener('abort', giveUp);
    if (late.aborted) giveUp();
  });
  try {
    await Promise.race([done, tooLate]);
  } finally {
    if (giveUp !== undefined) late.removeEventListener('abort', giveUp);
  }
}
