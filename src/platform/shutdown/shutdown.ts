import type { Logger } from '../logger.js';

/** Stops a process in a written order: each step is finished, or has used up the time, before the next begins. */
export interface Shutdown {
  /** Adds a step at the end of the order. */
  step(name: string, work: () => Promise<void> | void): void;
  /** True from the first call of `stop` on. */
  readonly stopping: boolean;
  /** Runs all steps once; later calls wait for the same stop. Answers false when a step failed or time ran out. */
  stop(reason: string): Promise<boolean>;
}

export interface ShutdownOptions {
  readonly logger: Logger;
  /** For everything together, milliseconds. */
  readonly within?: number;
}

const WITHIN_MS = 9000;

export function createShutdown({ logger, within = WITHIN_MS }: ShutdownOptions): Shutdown {
  const steps: { name: string; work: () => Promise<void> | void }[] = [];
  let running: Promise<boolean> | undefined;

  async function runSteps(reason: string): Promise<boolean> {
    const deadline = Date.now() + within;
    let clean = true;
    logger.info({ reason }, 'stopping');
    for (const { name, work } of steps) {
      try {
        await before(deadline, work);
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
      running ??= runSteps(reason);
      return running;
    },
  };
}

/** Rejects when work is not done by the deadline; past it every step still begins, and is not waited for. */
async function before(deadline: number, work: () => Promise<void> | void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('not done in time')), Math.max(0, deadline - Date.now()));
  });
  try {
    await Promise.race([Promise.resolve(work()), late]);
  } finally {
    clearTimeout(timer);
  }
}
