/** A map that keeps the entries used last. */
export class LeastRecentlyUsed<T> {
  readonly #entries = new Map<string, T>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  getOrAdd(key: string, create: () => T): T {
    const entry = this.#entries.get(key) ?? create();
    // A Map remembers the order of insertion: taking out and putting back makes it the youngest.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > this.#capacity) {
      const oldest = this.#entries.keys().next();
      if (oldest.done !== true) this.#entries.delete(oldest.value);
    }
    return entry;
  }

  clear(): void {
    this.#entries.clear();
  }
}
