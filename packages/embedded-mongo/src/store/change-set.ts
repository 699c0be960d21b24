/** The id under which changes of the catalog itself are filed. */
export const CATALOG_ID = 0;

/** Row ids of the documents that were changed, or all documents of the collection. */
export type ChangedRows = ReadonlySet<number> | 'all';

/** Which documents of which collections a unit of work has changed. */
export class ChangeSet {
  readonly #collections = new Map<number, Set<number> | 'all'>();

  get isEmpty(): boolean {
    return this.#collections.size === 0;
  }

  add(collectionId: number, rid: number): void {
    const known = this.#collections.get(collectionId);
    if (known === undefined) this.#collections.set(collectionId, new Set([rid]));
    else if (known !== 'all') known.add(rid);
  }

  has(collectionId: number): boolean {
    return this.#collections.has(collectionId);
  }

  addAll(collectionId: number): void {
    this.#collections.set(collectionId, 'all');
  }

  merge(other: ChangeSet): void {
    for (const [id, rows] of other.#collections) {
      if (rows === 'all') this.addAll(id);
      else for (const rid of rows) this.add(id, rid);
    }
  }

  /** The changed rows by collection. */
  entries(): Iterable<readonly [collectionId: number, rows: ChangedRows]> {
    return this.#collections;
  }
}
