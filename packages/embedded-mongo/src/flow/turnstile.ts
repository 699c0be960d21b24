import { MongoError } from '../errors.js';
import type { ReadOwner } from './pacer.js';

interface Waiter {
  readonly owner: ReadOwner;
  readonly go: () => void;
  readonly stop: (reason: Error) => void;
}

/**
 * Where long reads wait between their slices. One goes on in each turn of the event loop, in order of arrival, so that
 * a short command waits for one slice at most, however many long reads there are.
 */
export class Turnstile {
  #waiting: Waiter[] = [];
  #scheduled = false;
  #closed = false;

  /** Resolves when it is the read's turn again. Rejects with what `interrupt` was given. */
  wait(owner: ReadOwner): Promise<void> {
    if (this.#closed) return Promise.reject(shutdown());
    return new Promise((go, stop) => {
      this.#waiting.push({ owner, go, stop });
      this.#schedule();
    });
  }

  /** Stops the reads of the owners chosen. All of them wait here: what runs cannot be interrupted. */
  interrupt(chosen: (owner: ReadOwner) => boolean, reason: Error): void {
    const stopped = this.#waiting.filter(({ owner }) => chosen(owner));
    if (stopped.length === 0) return;
    this.#waiting = this.#waiting.filter(({ owner }) => !chosen(owner));
    for (const { stop } of stopped) stop(reason);
  }

  /** Stops all reads, also those that come to wait later, and resolves once they have ended. */
  async close(): Promise<void> {
    this.#closed = true;
    this.interrupt(() => true, shutdown());
    await new Promise((resolve) => setImmediate(resolve));
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#waiting.shift()?.go();
      if (this.#waiting.length > 0) this.#schedule();
    });
  }
}

function shutdown(): MongoError {
  return new MongoError(11600, 'interrupted at shutdown');
}
