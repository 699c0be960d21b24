import type { Pacer } from './pacer.js';
import { PAUSE, type Pause } from './pause.js';

/** Entries sorted at once: about two milliseconds. */
const RUN_LENGTH = 2048;
/** What moving one entry to its place costs, as the pacer counts. */
const MERGE_COST = 128;

/**
 * Sorts in memory, stable, in pieces that can be interrupted: entries are sorted in runs as they come, and the runs
 * merged as they are read.
 */
export class SortBuffer<T> {
  #runs: T[][] = [];
  #open: T[] = [];
  #size = 0;

  /**
   * @param compare order of two entries
   * @param keep how many of the first are wanted; others are dropped by `compact`
   * @param dropped called with each entry that `compact` drops
   */
  constructor(
    private readonly compare: (a: T, b: T) => number,
    private readonly keep = Infinity,
    private readonly dropped: (entry: T) => void = () => undefined,
  ) {}

  add(entry: T): void {
    this.#size += 1;
    if (this.#open.push(entry) >= RUN_LENGTH) this.#closeRun();
  }

  /** True when so many more entries are held than wanted that dropping them pays. */
  get isCrowded(): boolean {
    return this.#size >= 2 * this.keep + 64;
  }

  /** Drops what is not among the first. */
  *compact(pacer: Pacer | undefined): Generator<Pause, void, void> {
    const kept: T[] = [];
    for (const entry of this.#merged(pacer)) {
      if (entry === PAUSE) yield PAUSE;
      else if (kept.length < this.keep) kept.push(entry);
      else this.dropped(entry);
    }
    this.#runs = kept.length === 0 ? [] : [kept];
    this.#size = kept.length;
  }

  /** The entries in order, the first `keep` of them. */
  *drain(pacer: Pacer | undefined): Generator<T | Pause, void, void> {
    if (this.keep === 0) return;
    let given = 0;
    for (const entry of this.#merged(pacer)) {
      yield entry;
      if (entry !== PAUSE && ++given >= this.keep) return;
    }
  }

  #closeRun(): void {
    if (this.#open.length === 0) return;
    this.#runs.push(this.#open.sort(this.compare));
    this.#open = [];
  }

  *#merged(pacer: Pacer | undefined): Generator<T | Pause, void, void> {
    this.#closeRun();
    const heap = new RunHeap(this.#runs, this.compare);
    for (let next = heap.take(); next !== undefined; next = heap.take()) {
      if (pacer?.due(MERGE_COST) === true) yield PAUSE;
      yield next.entry;
    }
  }
}

interface Head<T> {
  readonly run: readonly T[];
  /** Place of the run among the runs: what came first wins a tie. */
  readonly place: number;
  at: number;
}

/** A binary heap of runs by their first entry. */
class RunHeap<T> {
  readonly #heads: Head<T>[];

  constructor(
    runs: readonly (readonly T[])[],
    private readonly compare: (a: T, b: T) => number,
  ) {
    this.#heads = runs.map((run, place) => ({ run, place, at: 0 }));
    for (let i = (this.#heads.length >> 1) - 1; i >= 0; i--) this.#sink(i);
  }

  /** The least entry of all, boxed because an entry may be anything. */
  take(): { readonly entry: T } | undefined {
    const head = this.#heads[0];
    if (head === undefined) return undefined;
    const entry = head.run[head.at] as T;
    head.at += 1;
    if (head.at >= head.run.length) {
      const last = this.#heads.pop() as Head<T>;
      if (this.#heads.length > 0) this.#heads[0] = last;
    }
    this.#sink(0);
    return { entry };
  }

  #sink(from: number): void {
    const heads = this.#heads;
    for (let i = from; ;) {
      const left = 2 * i + 1;
      let least = i;
      if (left < heads.length && this.#isLess(left, least)) least = left;
      if (left + 1 < heads.length && this.#isLess(left + 1, least)) least = left + 1;
      if (least === i) return;
      [heads[i], heads[least]] = [heads[least] as Head<T>, heads[i] as Head<T>];
      i = least;
    }
  }

  #isLess(i: number, k: number): boolean {
    const a = this.#heads[i] as Head<T>;
    const b = this.#heads[k] as Head<T>;
    const order = this.compare(a.run[a.at] as T, b.run[b.at] as T);
    return order === 0 ? a.place < b.place : order < 0;
  }
}
