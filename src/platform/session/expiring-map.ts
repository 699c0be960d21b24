/** Remembers the newest entries for a while: bounded in number and in time, so that it cannot grow with its visitors. */
export class ExpiringMap<V> {
  readonly #entries = new Map<string, { readonly value: V; readonly until: number }>();
  readonly #lifetime: number;
  readonly #capacity: number;
  readonly #now: () => number;

  /** Lifetime in milliseconds. */
  constructor(lifetime: number, capacity: number, now: () => number = () => performance.now()) {
    this.#lifetime = lifetime;
    this.#capacity = capacity;
    this.#now = now;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.until > this.#now()) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  set(key: string, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: this.#now() + this.#lifetime });
    if (this.#entries.size <= this.#capacity) return;
    const oldest = this.#entries.keys().next().value;
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}
