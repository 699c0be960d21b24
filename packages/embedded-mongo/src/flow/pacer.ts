import type { Deadline } from '../planner/deadline.js';
import type { Turnstile } from './turnstile.js';

/** How long a read works before it lets others run. */
const SLICE_MS = 15;
/** Work between two looks at the clock, in bytes read or touched; about half a millisecond of decoding. */
const LOOK_BYTES = 64 * 1024;
/** What handling one document costs besides its bytes. */
export const DOCUMENT_COST = 512;

/** On whose behalf a read runs, for those who want to stop it. */
export interface ReadOwner {
  readonly client: object;
  readonly lsid: string | undefined;
  readonly inTransaction: boolean;
}

/** Divides the work of one read into slices of about 15 ms. One for each command, passed on to the cursor it opens. */
export class Pacer {
  #spent = 0;
  #sliceEnd = 0;

  /** @param turns where to wait between slices; without it the work is never interrupted */
  constructor(
    private owner: ReadOwner,
    private readonly turns: Turnstile | undefined,
    private readonly deadline: Deadline | undefined,
  ) {}

  /** Notes work of about so many bytes; true when the slice is over and a pause should be given. Throws 50. */
  due(bytes: number = DOCUMENT_COST): boolean {
    this.#spent += bytes;
    if (this.#spent < LOOK_BYTES) return false;
    this.#spent = 0;
    const now = performance.now();
    if (this.#sliceEnd === 0) this.#sliceEnd = now + SLICE_MS;
    if (now < this.#sliceEnd) return false;
    this.deadline?.checkNow();
    return this.turns !== undefined;
  }

  /** Starts a new slice, when another command goes on with the work, perhaps over another connection. */
  restart(client: object): void {
    this.owner = { ...this.owner, client };
    this.#spent = 0;
    this.#sliceEnd = 0;
  }

  /** Stops the clock of `maxTimeMS` until {@link resume}. */
  suspend(): void {
    this.deadline?.suspend();
  }

  resume(): void {
    this.deadline?.resume();
  }

  /** Lets others run. Rejects with 50 when the time of the command is over, or with what stopped it meanwhile. */
  async rest(): Promise<void> {
    await this.turns?.wait(this.owner);
    this.deadline?.checkNow();
    this.#sliceEnd = performance.now() + SLICE_MS;
  }
}
