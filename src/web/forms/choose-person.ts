import { InvalidInput, type FieldProblem } from '../../kernel/errors.js';
import type { Grant } from '../../kernel/units.js';
import { personText, type Person } from '../../modules/people/index.js';
import type { Services } from '../services.js';

/** A field in which somebody names a person, and the duty whose holders are meant. */
export interface PersonField {
  readonly path: string;
  readonly text: string;
  readonly duty?: Grant | undefined;
}

export const MANAGERS: Grant = { unit: 'pm', duty: 'approver' };
export const DELIVERY_PARTNERS: Grant = { unit: 'dp', duty: 'viewer' };

/** So many are offered while typing, before anything is typed. */
const OFFERED = 50;

/**
 * Finds out who is meant by each field, by path.
 * @throws InvalidInput at every field whose text names nobody or several people, then with the candidates
 */
export async function choosePeople(
  { people }: Pick<Services, 'people'>,
  fields: readonly PersonField[],
): Promise<Map<string, string>> {
  const chosen = new Map<string, string>();
  const problems: FieldProblem[] = [];
  for (const { path, text, duty } of fields) {
    const found = await people.lookUp(text, duty);
    const [only] = found;
    if (only !== undefined && found.length === 1) chosen.set(path, only.id);
    else problems.push({ path, message: problemOf(text, found) });
  }
  if (problems.length > 0) throw new InvalidInput(problems, undefined, 'person.not_clear');
  return chosen;
}

function problemOf(text: string, found: readonly Person[]): string {
  if (found.length === 0) return `Nobody is found by “${text}”. Give a name, an e-mail address or an employee id.`;
  return `“${text}” can be: ${found.map(personText).join(', ')}. Give the employee id.`;
}

/** Holders of a duty to be offered in a field; a script asks for more while somebody types. */
export async function offeredPeople(
  { people }: Pick<Services, 'people'>,
  duty: Grant | undefined,
  except?: string,
): Promise<{ value: string; label: string }[]> {
  const { items } = await people.list({ status: 'active', grant: duty }, { number: 1, size: OFFERED });
  return items
    .filter(({ id }) => id !== except)
    .map((person) => ({ value: personText(person), label: `${person.grade}, ${person.department}` }));
}
