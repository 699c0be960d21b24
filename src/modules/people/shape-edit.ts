import type { Grant } from '../../kernel/units.js';
import { shapePerson } from './check-new-people.js';
import type { PersonProblem } from './person.policy.js';
import type { PersonEdit } from './people.module.js';
import { grantText } from './person.model.js';
import { EDITABLE_FIELDS, type EditableField, type NewPerson, type Person, type PersonChanges } from './person.js';
import type { ShapedPerson } from './person.schema.js';

/** One edit: who it is now, who it would be afterwards, and what that changes. */
export interface ShapedEdit {
  readonly person: Person | undefined;
  /** Undefined when there is no such person or a field does not have the right shape. */
  readonly after: ShapedPerson | undefined;
  readonly changed: readonly EditableField[];
  readonly problems: readonly PersonProblem[];
}

/** Reads an edit as the whole person it would make: the fields of a registration, the present ones where none is given. */
export function shapeEdit({ changes }: PersonEdit, person: Person | undefined, namedBefore: boolean): ShapedEdit {
  const refused = (problem: PersonProblem): ShapedEdit => ({
    person,
    after: undefined,
    changed: [],
    problems: [problem],
  });
  if (person === undefined) {
    return refused({ code: 'person.not_found', path: 'id', message: 'There is no such person.' });
  }
  if (namedBefore) {
    return refused({ code: 'person.named_twice', path: 'id', message: 'This person is named a second time.' });
  }
  const { shaped, problems } = shapePerson(fieldsAfter(person, changes));
  const changed =
    shaped === undefined ? [] : EDITABLE_FIELDS.filter((field) => textOf(person[field]) !== textOf(shaped[field]));
  return { person, after: shaped, changed, problems };
}

/** All fields that can be edited, as they are to be. */
function fieldsAfter(person: Person, changes: PersonChanges): NewPerson {
  const fields = EDITABLE_FIELDS.map((field) => [field, changes[field] === undefined ? person[field] : changes[field]]);
  return Object.fromEntries(fields) as Pick<Person, EditableField>;
}

/** Grants are a set: their order does not matter. */
function textOf(value: string | null | readonly Grant[]): string {
  return value === null ? '' : typeof value === 'string' ? value : [...new Set(value.map(grantText))].sort().join(' ');
}
