import type { Logger } from './logger.js';
import { acrossOrganizations } from './request-context.js';

/** Work that looks for something to do now and then, at once when woken, and never twice at a time. */
export interface Poller {
  start(): void;
  /** Lets the round at hand end and begins no other. */
  stop(): Promise<void>;
  /** Looks for work at once instead of at the next poll, or once more after the round under way. */
  wake(): void;
  /** One round now, or the one under way and another after it; for tests and commands. */
  run(): Promise<void>;
}

export interface PollerOptions {
  /** What is interrupted, in the log. */
  readonly name: string;
  readonly everyMs: number;
  /** Does everything that is due, across organizations; asks now and then whether it shall stop. */
  readonly round: (stopping: () => boolean) => Promise<void>;
  readonly logger: Logger;
}

export function createPoller({ name, everyMs, round, logger }: PollerOptions): Poller {
  let running: Promise<void> | undefined;
  let again = false;
  let started = false;
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;

  async function rounds(): Promise<void> {
    do {
      again = false;
      await round(() => stopping);
    } while (again && !stopping);
  }

  function run(): Promise<void> {
    if (running !== undefined) {
      again = true;
      return running;
    }
    running = acrossOrganizations(rounds).finally(() => {
      running = undefined;
    });
    return running;
  }

  function inBackground(): void {
    // The database may be away for a moment; the next poll tries again.
    run().catch((error: unknown) => logger.warn({ err: error }, `${name} interrupted`));
  }

  return {
    run,
    start() {
      started = true;
      stopping = false;
      timer = setInterval(inBackground, everyMs);
      timer.unref();
      inBackground();
    },
    async stop() {
      started = false;
      stopping = true;
      clearInterval(timer);
      await running?.catch(() => undefined);
    },
    wake() {
      if (started) inBackground();
      else again = true;
    },
  };
}
