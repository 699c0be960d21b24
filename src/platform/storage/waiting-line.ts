import { Unavailable } from '../../kernel/errors.js';

/** Lets so many in at once; the others wait in the order of coming, and not for ever. */
export interface WaitingLine {
  /** @throws Unavailable `storage.busy` when the wait was too long */
  run<T>(work: () => Promise<T>): Promise<T>;
}

interface Waiting {
  readonly enter: () => void;
  readonly timer: NodeJS.Timeout;
}

export function createWaitingLine({ atOnce, waitMs }: { atOnce: number; waitMs: number }): WaitingLine {
  const line = new Set<Waiting>();
  let inside = 0;

  function enter(): Promise<void> {
    if (inside < atOnce) {
      inside += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        enter: resolve,
        timer: setTimeout(() => {
          line.delete(waiting);
          reject(new Unavailable('storage.busy', 'Too much is being written at the moment. Please try again.', { retryAfter: 2 }));
        }, waitMs),
      };
      line.add(waiting);
    });
  }

  /** The place goes straight to whoever waits longest, so nobody can slip in between. */
  function leave(): void {
    const [next] = line;
    if (next === undefined) {
      inside -= 1;
      return;
    }
    line.delete(next);
    clearTimeout(next.timer);
    next.enter();
  }

  return {
    async run(work) {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
