/** The only source of "now". Everything that needs the time takes a Clock, so that tests and the demo can set it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands where it was put and moves only when told. */
export class ManualClock implements Clock {
  #instant: Date;

  constructor(start: Date | string) {
    this.#instant = new Date(start);
  }

  now(): Date {
    return new Date(this.#instant);
  }

  set(instant: Date | string): void {
    this.#instant = new Date(instant);
  }

  advance(milliseconds: number): void {
    this.#instant = new Date(this.#instant.getTime() + milliseconds);
  }
}
