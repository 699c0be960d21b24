import { MongoError } from '../errors.js';
import { extractKeys } from '../keys/extract.js';
import { compileFilter } from '../matcher/index.js';
import type { Filter } from '../matcher/index.js';
import type { Doc } from '../values/types.js';
import type { IndexInfo } from './catalog.js';

/** The keys under which one index lists a document. */
export interface IndexEntries {
  readonly keys: readonly Buffer[];
  readonly multikey: boolean;
}

const NOTHING: IndexEntries = { keys: [], multikey: false };
const partialFilters = new WeakMap<Doc, Filter>();

/** The entries of a document in an index; none if the index is sparse or partial and leaves it out. */
export function indexEntries(index: IndexInfo, doc: Doc): IndexEntries {
  if (index.unlisted) return NOTHING;
  if (index.partialFilter !== undefined && !partialFilterOf(index.partialFilter).matches(doc)) return NOTHING;
  const extracted = extractKeys(doc, index.fields);
  if (extracted.multikey && index.hashed.length > 0) assertNotHashed(index.hashed, doc);
  return index.sparse && !extracted.anyPresent ? NOTHING : extracted;
}

/** A hashed field must not lead to or through an array. Throws 16766. */
function assertNotHashed(paths: readonly string[], doc: Doc): void {
  for (const path of paths) {
    if (extractKeys(doc, [[path, 1]]).multikey)
      throw new MongoError(16766, `hashed indexes do not currently support array values. Field: ${path}`);
  }
}

function partialFilterOf(definition: Doc): Filter {
  let filter = partialFilters.get(definition);
  if (filter === undefined) {
    filter = compileFilter(definition);
    partialFilters.set(definition, filter);
  }
  return filter;
}
