import { ChangeSet } from '../store/change-set.js';
import { ClusterClock } from './cluster-clock.js';

/** Most commits that are remembered. */
const MAX_ENTRIES = 10_000;

interface Watcher {
  readonly collectionId: number;
  readonly changed: () => void;
}

/** Numbers the commits and remembers what each changed for as long as an open snapshot is older. */
export class CommitLog {
  #last = 0;
  #entries: { readonly number: number; readonly changes: ChangeSet }[] = [];
  readonly #snapshots = new Map<number, number>();
  readonly #watchers = new Set<Watcher>();
  /** The times of the commits, as clients know them. */
  readonly clock: ClusterClock;

  /** @param leastSeconds what the clock had reached when the file was last used */
  constructor(leastSeconds = 0) {
    this.clock = new ClusterClock(leastSeconds);
  }

  append(changes: ChangeSet): void {
    this.#last += 1;
    this.clock.tick();
    if (this.#watchers.size > 0) this.#tellWatchers(changes);
    if (this.#snapshots.size === 0) return;
    this.#entries.push({ number: this.#last, changes });
    if (this.#entries.length > MAX_ENTRIES) this.#entries.shift();
  }

  /** Calls back after every commit that changes a collection, until what is returned is called. */
  onChange(collectionId: number, changed: () => void): () => void {
    const watcher: Watcher = { collectionId, changed };
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
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

  /** Everything that was changed after the snapshot; undefined if too much happened to remember. */
  changesSince(snapshot: number): ChangeSet | undefined {
    const since = this.#entries.filter((entry) => entry.number > snapshot);
    if (since.length < this.#last - snapshot) return undefined;
    const all = new ChangeSet();
    for (const { changes } of since) all.merge(changes);
    return all;
  }

  #tellWatchers(changes: ChangeSet): void {
    for (const watcher of [...this.#watchers]) if (changes.has(watcher.collectionId)) watcher.changed();
  }
}
