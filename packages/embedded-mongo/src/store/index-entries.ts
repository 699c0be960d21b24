import { MongoError } from '../errors.js';
import { extractKeys } from '../keys/extract.js';
import { compileFilter } from '../matcher/index.js';
import type { Filter } from '../matcher/index.js';
import type { Doc } from '../values/types.js';
import type { IndexInfo } from './catalog.js';
import { foldedKeys } from './folded-keys.js';

/** The keys under which one index lists a document. */
export interface IndexEntries {
  readonly keys: readonly Buffer[];
  readonly multikey: boolean;
}

const NOTHING: IndexEntries = { keys: [], multikey: false };
const partialFilters = new WeakMap<Doc, Filter>();

/** The entries of a document in an index; none if the index is sparse or partial and leaves it out. */
export function indexEntries(index: IndexInfo, doc: Doc): IndexEntries {
  if (index.unlisted && !isCollatedUnique(index)) return NOTHING;
  if (index.partialFilter !== undefined && !partialFilterOf(index.partialFilter, index.collation).matches(doc))
    return NOTHING;
  const extracted = extractKeys(doc, index.fields);
  if (extracted.multikey && index.hashed.length > 0) assertNotHashed(index.hashed, doc);
  if (index.collation !== undefined && !(index.sparse && !extracted.anyPresent))
    return foldedKeys(doc, index.fields, index.collation.get('locale') as string);
  return index.sparse && !extracted.anyPresent ? NOTHING : extracted;
}

/** A hashed field must not lead to or through an array. Throws 16766. */
function assertNotHashed(paths: readonly string[], doc: Doc): void {
  for (const path of paths) {
    if (extractKeys(doc, [[path, 1]]).multikey)
      throw new MongoError(16766, `hashed indexes do not currently support array values. Field: ${path}`);
  }
}

/** A unique index of a collation has entries by which documents are found that may have the same value. */
export function isCollatedUnique(index: IndexInfo): boolean {
  return index.unique && index.collation !== undefined;
}

function partialFilterOf(definition: Doc, collation: Doc | undefined): Filter {
  let filter = partialFilters.get(definition);
  if (filter === undefined) {
    filter = compileFilter(definition, collation === undefined ? {} : { collation });
    partialFilters.set(definition, filter);
  }
  return filter;
}
