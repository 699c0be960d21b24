import { Unavailable } from '../../../kernel/errors.js';

/**
 * Hashing a password keeps a thread busy for a quarter of a second, and there are few threads, shared with files and name
 * lookups. So only some are computed at once; the others wait in a line of bounded length.
 */
export class HashLine {
  readonly #atOnce: number;
  readonly #places: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(atOnce = 2, places = 24) {
    this.#atOnce = atOnce;
    this.#places = places;
  }

  /** @throws Unavailable with `retryAfter` when the line is full */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#atOnce) this.#running += 1;
    else await this.#wait();
    try {
      return await work();
    } finally {
      // The place goes straight to the next in line, so that nobody overtakes.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= this.#places) {
      throw new Unavailable('auth.busy', 'Too many people sign in at this moment. Please try again in a few seconds.', {
        retryAfter: 5,
      });
    }
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }
}
