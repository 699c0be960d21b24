import type { Actor } from '../../kernel/actor.js';
import { Forbidden, InvalidInput, ruleBroken, type FieldProblem } from '../../kernel/errors.js';
import { can } from '../../kernel/permissions.js';
import { UNITS_WITH_VALIDATORS } from '../../kernel/units.js';
import type { CategoryTerms } from './category.js';

/** HR administration keeps the catalogue; the system installs it. */
export function mayEditCatalogue(actor: Actor): boolean {
  return can(actor, 'categories:manage', 'hr');
}

export function assertMayEditCatalogue(actor: Actor): void {
  if (!mayEditCatalogue(actor)) throw new Forbidden('category.forbidden', 'Only HR administration edits categories.');
}

/** Categories whose points the product itself computes. Only their words can be edited. */
const COMPUTED = ['utilization', 'bonus'];
const WORDS: readonly (keyof CategoryTerms)[] = ['name', 'description'];

export function isComputed(code: string): boolean {
  return COMPUTED.includes(code);
}

/** @throws RuleBroken `category.computed` at the first term that stays as it is */
export function assertEditable(code: string, changed: readonly string[]): void {
  const fixed = changed.find((term) => !WORDS.includes(term as keyof CategoryTerms));
  if (!isComputed(code) || fixed === undefined) return;
  throw ruleBroken(
    'category.computed',
    fixed,
    'The product computes this category itself: only its name and description can be changed.',
  );
}

/** What fits together, and what the organization knows. @throws InvalidInput naming every field that does not */
export function assertTerms(
  code: string,
  terms: Partial<CategoryTerms>,
  whole: CategoryTerms,
  grades: readonly string[],
) {
  const problems = [
    ...kindProblems(code, whole),
    ...gradeProblems('gradeValues', terms.gradeValues, grades),
    ...gradeProblems('gradeMax', terms.limit?.gradeMax, grades),
  ];
  if (problems.length > 0) throw new InvalidInput(problems);
}

function kindProblems(code: string, { unit, kinds }: CategoryTerms): FieldProblem[] {
  const problem = (message: string) => [{ path: 'kinds', message }];
  if (isComputed(code)) return [];
  if (kinds.includes('system')) return problem('Only the product itself computes points.');
  if ((unit === 'central' || unit === 'dp') && (kinds.includes('raised') || kinds.includes('proposed'))) {
    return problem('This unit decides no requests: only awards are possible.');
  }
  if (kinds.includes('proposed') && !UNITS_WITH_VALIDATORS.includes(unit)) {
    return problem('Only HR, talent acquisition, learning & development and PMO propose points.');
  }
  if (kinds.includes('on-behalf') && unit !== 'marketing') return problem('Only marketing raises requests for others.');
  return [];
}

/** Grades that were named before and have left the lists since stay in older versions only. */
function gradeProblems(
  path: string,
  byGrade: Readonly<Record<string, number>> | undefined,
  grades: readonly string[],
): FieldProblem[] {
  return Object.keys(byGrade ?? {})
    .filter((grade) => !grades.includes(grade))
    .map((grade) => ({ path: `${path}.${grade}`, message: `There is no grade ${grade} in the organization's lists.` }));
}
