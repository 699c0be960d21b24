import { initialsOf } from './pager.js';
import type { Person } from './components.js';

/** Some of the demo organization's people, so that the catalogue of components shows real names. */
const NAMES: readonly [name: string, grade: string, department: string][] = [
  ['Roberto Tamburello', 'C1', 'IT'],
  ['Terri Duffy', 'D2', 'Management'],
  ['Gail Erickson', 'B2', 'IT'],
  ['Jossef Goldberg', 'B1', 'IT'],
  ['Janice Galvin', 'C1', 'Marketing'],
];

export interface CatalogueModel {
  readonly people: readonly Person[];
  /** Also shows the panels' errors. */
  readonly showErrors: boolean;
}

/** What `dev/components` shows. */
export function catalogueModel(): CatalogueModel {
  const people = NAMES.map(([name, grade, department], index) => ({
    id: `person-${index + 1}`,
    name,
    grade,
    department,
    initials: initialsOf(name),
  }));
  return { people, showErrors: true };
}
