import { type DocumentSet } from '../store/document-set.js';

/** Most commits that are remembered; older snapshots then count as touched by everything. */
const MAX_ENTRIES = 10_000;

/**
 * Numbers the commits and remembers what each changed for as long as an open snapshot is older, so that a
 * transaction can tell whether anything it has read was changed since.
 */
export class CommitLog {
  #last = 0;
  #entries: { readonly number: number; readonly changes: DocumentSet }[] = [];
  readonly #snapshots = new Map<number, number>();

  /** The number of the last commit. */
  get last(): number {
    return this.#last;
  }

  append(changes: DocumentSet): void {
    this.#last += 1;
    if (this.#snapshots.size === 0) return;
    this.#entries.push({ number: this.#last, changes });
    if (this.#entries.length > MAX_ENTRIES) this.#entries.shift();
  }

  /** Registers a snapshot taken now and returns its number; it has to be closed. */
  openSnapshot(): number {
    this.#snapshots.set(this.#last, (this.#snapshots.get(this.#last) ?? 0) + 1);
    return this.#last;
  }

  closeSnapshot(number: number): void {
    const open = (this.#snapshots.get(number) ?? 0) - 1;
    if (open > 0) this.#snapshots.set(number, open);
    else this.#snapshots.delete(number);
    const oldest = Math.min(...this.#snapshots.keys(), Infinity);
    this.#entries = this.#entries.filter((entry) => entry.number > oldest);
  }

  /** True when a commit after the snapshot changed something in the set, or too much was forgotten. */
  changedSince(snapshot: number, reads: DocumentSet): boolean {
    const missed = this.#last - snapshot;
    if (missed === 0) return false;
    const since = this.#entries.filter((entry) => entry.number > snapshot);
    return since.length < missed || since.some((entry) => entry.changes.intersects(reads));
  }
}
