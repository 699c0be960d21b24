/** Which documents of which collections a unit of work changed or read; by table id and encoded `_id`. */
export class DocumentSet {
  readonly #collections = new Map<number, Set<string> | 'all'>();

  get isEmpty(): boolean {
    return this.#collections.size === 0;
  }

  add(collectionId: number, key: Uint8Array): void {
    const known = this.#collections.get(collectionId);
    if (known === 'all') return;
    const name = Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1');
    if (known === undefined) this.#collections.set(collectionId, new Set([name]));
    else known.add(name);
  }

  addAll(collectionId: number): void {
    this.#collections.set(collectionId, 'all');
  }

  merge(other: DocumentSet): void {
    for (const [id, keys] of other.#collections) {
      const known = this.#collections.get(id);
      if (known === 'all') continue;
      if (keys === 'all' || known === undefined) this.#collections.set(id, keys === 'all' ? 'all' : new Set(keys));
      else for (const key of keys) known.add(key);
    }
  }

  /** True when some document is in both sets. */
  intersects(other: DocumentSet): boolean {
    for (const [id, keys] of this.#collections) {
      const theirs = other.#collections.get(id);
      if (theirs === undefined) continue;
      if (keys === 'all' || theirs === 'all') return true;
      const [small, large] = keys.size < theirs.size ? [keys, theirs] : [theirs, keys];
      for (const key of small) if (large.has(key)) return true;
    }
    return false;
  }
}
