import type { Logger } from '../logger.js';

/** One step of stopping. */
export interface StopStep {
  readonly name: string;
  readonly stop: () => Promise<void> | void;
}

export interface StopOptions {
  readonly logger: Pick<Logger, 'info' | 'error'>;
  /** For all steps together, milliseconds; nine seconds unless said, since orchestrators wait ten. */
  readonly within?: number;
}

const WITHIN_MS = 9000;
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Stops a process in the order written down: each step is finished, or all time is used up, before the next begins.
 * Answers false when a step failed or the time ran out; the others are taken all the same.
 */
export async function runStop(steps: readonly StopStep[], { logger, within = WITHIN_MS }: StopOptions): Promise<boolean> {
  const late = AbortSignal.timeout(within);
  let clean = true;
  for (const { name, stop } of steps) {
    try {
      await inTime(stop, late);
    } catch (error) {
      // A step that hangs or fails must not keep the others from closing what they hold.
      clean = false;
      logger.error({ err: error, step: name }, 'a step of stopping failed');
    }
  }
  return clean;
}

/** Stops when the process is asked to, and ends it: with 0 when everything was closed. Asking again changes nothing. */
export function stopOnSignal(steps: readonly StopStep[], options: StopOptions): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    options.logger.info({ signal }, 'stopping');
    void runStop(steps, options).then((clean) => {
      options.logger.info({ clean }, 'stopped');
      process.exit(clean ? 0 : 1);
    });
  };
  for (const signal of SIGNALS) process.on(signal, stop);
}

async function inTime(stop: StopStep['stop'], late: AbortSignal): Promise<void> {
  const work = Promise.resolve(stop());
  let giveUp: (() => void) | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    giveUp = () => reject(new Error('not done in time'));
    late.addEventListener('abort', giveUp);
    if (late.aborted) giveUp();
  });
  try {
    await Promise.race([work, tooLate]);
  } finally {
    if (giveUp !== undefined) late.removeEventListener('abort', giveUp);
  }
}
