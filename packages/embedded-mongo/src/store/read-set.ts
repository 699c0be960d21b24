import type { Doc } from '../values/types.js';
import type { ChangeSet } from './change-set.js';

/** Decides whether a document would have been found. */
export type Predicate = (doc: Doc) => boolean;

interface NotedRead {
  readonly matches: Predicate;
  /** The documents that were found. */
  readonly found: Set<number>;
}

/**
 * What a transaction has read: its queries with the documents they found. A change concerns it if it touched a
 * document that was found, or if the changed document would be found now.
 */
export class ReadSet {
  readonly #collections = new Map<number, NotedRead[] | 'all'>();

  /** Notes a query; the row ids it finds are to be added to the set that is returned. */
  addQuery(collectionId: number, matches: Predicate): Set<number> {
    const found = new Set<number>();
    const known = this.#collections.get(collectionId);
    if (known === undefined) this.#collections.set(collectionId, [{ matches, found }]);
    else if (known !== 'all') known.push({ matches, found });
    return found;
  }

  /** Notes that any change of the collection matters. */
  addAll(collectionId: number): void {
    this.#collections.set(collectionId, 'all');
  }

  /** Whether the changes concern what was read. `load` gives a changed document as it is now. */
  isAffectedBy(changes: ChangeSet, load: (collectionId: number, rid: number) => Doc | undefined): boolean {
    for (const [id, rows] of changes.entries()) {
      const reads = this.#collections.get(id);
      if (reads === undefined) continue;
      if (reads === 'all' || rows === 'all') return true;
      for (const rid of rows) {
        if (reads.some(({ found }) => found.has(rid))) return true;
        const doc = load(id, rid);
        if (doc !== undefined && reads.some(({ matches }) => matches(doc))) return true;
      }
    }
    return false;
  }
}
