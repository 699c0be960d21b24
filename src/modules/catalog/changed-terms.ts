import { isDeepStrictEqual } from 'node:util';
import { CATEGORY_KINDS, type CategoryTerms } from './category.js';
import { termsOf } from './category.model.js';
import type { TermChange } from './category-version.js';

interface Change {
  readonly before: Record<string, unknown>;
  readonly after: Record<string, unknown>;
}

/** The terms that differ, as they were and as they are, in their order. */
export function termChanges(before: CategoryTerms, after: CategoryTerms): TermChange[] {
  const old = inOrder(before);
  const fresh = inOrder(after);
  return (Object.keys(fresh) as (keyof CategoryTerms)[])
    .filter((term) => !isDeepStrictEqual(old[term], fresh[term]))
    .map((term) => ({ term, before: old[term], after: fresh[term] }));
}

/** Kinds are a set: in which order they were chosen is no difference. */
function inOrder(terms: CategoryTerms): CategoryTerms {
  return { ...termsOf(terms), kinds: CATEGORY_KINDS.filter((kind) => terms.kinds.includes(kind)) };
}

/** The same for an event; undefined when nothing differs. */
export function changedTerms(before: CategoryTerms, after: CategoryTerms): Change | undefined {
  const changes = termChanges(before, after);
  if (changes.length === 0) return undefined;
  return {
    before: Object.fromEntries(changes.map((change) => [change.term, change.before])),
    after: Object.fromEntries(changes.map((change) => [change.term, change.after])),
  };
}
