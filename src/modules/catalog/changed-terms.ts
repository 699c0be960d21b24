import { isDeepStrictEqual } from 'node:util';
import type { CategoryTerms } from './category.js';
import { termsOf } from './category.model.js';

interface Change {
  readonly before: Record<string, unknown>;
  readonly after: Record<string, unknown>;
}

/** The terms that differ, as they were and as they are; undefined when none does. */
export function changedTerms(before: CategoryTerms, after: CategoryTerms): Change | undefined {
  const old: Record<string, unknown> = { ...termsOf(before) };
  const fresh: Record<string, unknown> = { ...termsOf(after) };
  const names = Object.keys(fresh).filter((name) => !isDeepStrictEqual(old[name], fresh[name]));
  if (names.length === 0) return undefined;
  const pick = (from: Record<string, unknown>) => Object.fromEntries(names.map((name) => [name, from[name]]));
  return { before: pick(old), after: pick(fresh) };
}
