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
  if (index.partialFilter !== undefined && !partialFilterOf(index.partialFilter).matches(doc)) return NOTHING;
  const extracted = extractKeys(doc, index.fields);
  return index.sparse && !extracted.anyPresent ? NOTHING : extracted;
}

function partialFilterOf(definition: Doc): Filter {
  let filter = partialFilters.get(definition);
  if (filter === undefined) {
    filter = compileFilter(definition);
    partialFilters.set(definition, filter);
  }
  return filter;
}
