import type { KeyField } from '../keys/encode.js';
import type { Doc } from '../values/types.js';
import type { CollectionTraits } from './collection-options.js';

/** One index besides `_id_`, whose keys lie in the collection table itself. */
export interface IndexInfo {
  readonly id: number;
  readonly name: string;
  readonly fields: readonly KeyField[];
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly partialFilter?: Doc;
  readonly expireAfterSeconds?: number;
  /** Kept up to date, but no query may use it. */
  readonly hidden: boolean;
  /** Takes part in no query: it has no entries, or such that only say which documents may be equal. */
  readonly unlisted: boolean;
  /** The collation of its strings. */
  readonly collation?: Doc;
  /** Fields of a hashed index, in which arrays are refused. */
  readonly hashed: readonly string[];
  /** An array has been expanded into several keys at least once. */
  readonly multikey: boolean;
  /** The definition as listIndexes reports it. */
  readonly definition: Doc;
}

/** One collection with its indexes. */
export interface CollectionInfo extends CollectionTraits {
  readonly id: number;
  readonly database: string;
  readonly name: string;
  readonly uuid: Uint8Array;
  /** What it was created with, as listCollections shows it. */
  readonly options: Doc;
  readonly indexes: readonly IndexInfo[];
}

/** The full name of a collection. */
export function namespaceOf(database: string, collection: string): string {
  return `${database}.${collection}`;
}

/**
 * All collections as of one moment. Never changes; every change makes a new catalog, so that a
 * snapshot keeps the catalog that belongs to it.
 */
export class Catalog {
  readonly #collections: ReadonlyMap<string, CollectionInfo>;

  constructor(collections: Iterable<CollectionInfo> = []) {
    this.#collections = new Map([...collections].map((info) => [namespaceOf(info.database, info.name), info]));
  }

  find(database: string, collection: string): CollectionInfo | undefined {
    return this.#collections.get(namespaceOf(database, collection));
  }

  /** Collections of one database, or of all, sorted by name. */
  list(database?: string): CollectionInfo[] {
    const all = [...this.#collections.values()];
    const chosen = database === undefined ? all : all.filter((info) => info.database === database);
    return chosen.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  databases(): string[] {
    return [...new Set([...this.#collections.values()].map((info) => info.database))].sort();
  }

  /** The catalog with one collection added or exchanged (by its id). */
  with(changed: CollectionInfo): Catalog {
    return new Catalog([...this.#others(changed.id), changed]);
  }

  without(id: number): Catalog {
    return new Catalog(this.#others(id));
  }

  #others(id: number): CollectionInfo[] {
    return [...this.#collections.values()].filter((info) => info.id !== id);
  }
}
