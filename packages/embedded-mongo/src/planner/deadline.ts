import { MongoError } from '../errors.js';

/** How many checks pass between two looks at the clock. */
const CHECKS_PER_LOOK = 64;

/** The moment after which a command gives up (`maxTimeMS`). */
export class Deadline {
  #at: number;
  /** What is left while the time stands still. */
  #left: number | undefined;
  #checks = 0;

  /** @param milliseconds from now */
  constructor(milliseconds: number) {
    this.#at = performance.now() + milliseconds;
  }

  /** Stops the clock: between the batches of a cursor only the client takes its time. */
  suspend(): void {
    this.#left ??= this.#at - performance.now();
  }

  resume(): void {
    if (this.#left === undefined) return;
    this.#at = performance.now() + this.#left;
    this.#left = undefined;
  }

  /** Milliseconds, below 0 when the time is over. */
  get left(): number {
    return this.#left ?? this.#at - performance.now();
  }

  /** Throws 50 MaxTimeMSExpired when the time is over. Cheap enough for every document. */
  check(): void {
    this.#checks += 1;
    if (this.#checks % CHECKS_PER_LOOK === 0) this.checkNow();
  }

  /** As `check`, and looks at the clock every time. */
  checkNow(): void {
    if (performance.now() > this.#at) throw new MongoError(50, 'operation exceeded time limit');
  }
}
