/** How long anyone waits for the writer. */
export const WRITER_WAIT_MS = 5000;

/** Gives the writer back; further calls do nothing. */
export type Release = () => void;

interface Waiter {
  readonly admit: (release: Release) => void;
  readonly timer: NodeJS.Timeout;
}

/** Admits one writer at a time in arrival order, without blocking the event loop. */
export class WriterGate {
  #held = false;
  readonly #waiting: Waiter[] = [];

  /** Resolves with the release function, or with undefined when `timeoutMs` has passed. */
  acquire(timeoutMs: number = WRITER_WAIT_MS): Promise<Release | undefined> {
    if (!this.#held) {
      this.#held = true;
      return Promise.resolve(this.#release());
    }
    return new Promise((resolve) => {
      const waiter: Waiter = {
        admit: resolve,
        timer: setTimeout(() => {
          this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
          resolve(undefined);
        }, timeoutMs),
      };
      this.#waiting.push(waiter);
    });
  }

  #release(): Release {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const next = this.#waiting.shift();
      if (next === undefined) {
        this.#held = false;
        return;
      }
      clearTimeout(next.timer);
      next.admit(this.#release());
    };
  }
}
