import type { PersonActor } from '../../../../kernel/actor.js';
import { InvalidInput } from '../../../../kernel/errors.js';
import { personText, type Person } from '../../../../modules/people/index.js';
import { choosePeople, offeredPeople } from '../../../forms/choose-person.js';
import type { Services } from '../../../services.js';
import type { ClaimDraft } from './claim-input.js';

/** Lists with more names than these are searched, not read. */
const MAX_LISTED = 300;

/** For whom it is: chosen from a list, or found by what was typed. @throws InvalidInput at `person` */
export async function personOf(
  services: Services,
  { personId, person: text }: Pick<ClaimDraft, 'personId' | 'person'>,
): Promise<string> {
  if (text === undefined) return personId ?? '';
  const found = (await choosePeople(services, [{ path: 'person', text }])).get('person') ?? '';
  if (personId !== undefined && personId !== found) {
    const message = 'The field names one person and the list another: clear the field, or choose the same.';
    throw new InvalidInput([{ path: 'person', message }], undefined, 'person.not_clear');
  }
  return found;
}

/** What the form knows of the person so far, and whom it offers. */
export interface PersonChoice {
  readonly known: Person | undefined;
  /** What stands in the field. */
  readonly text: string;
  readonly department: string;
  readonly grade: string;
  /** Those who fit department and grade, or what was typed; undefined where nothing narrows them. */
  readonly listed: readonly { readonly value: string; readonly label: string }[] | undefined;
  /** How many fit, also where they are too many to be listed. */
  readonly total: number;
  /** Offered while somebody types, before anything is typed. */
  readonly suggestions: readonly { readonly value: string; readonly label: string }[];
}

export async function personChoice(
  services: Services,
  actor: PersonActor,
  values: Readonly<Record<string, unknown>>,
): Promise<PersonChoice> {
  const text = textOf(values['person']);
  const department = textOf(values['department']);
  const grade = textOf(values['grade']);
  const meant = await meantBy(services, textOf(values['personId']), text);
  const known = meant.length === 1 ? meant[0] : undefined;
  const { people, total } =
    meant.length > 1 && department === '' && grade === ''
      ? { people: meant, total: meant.length }
      : await narrowed(services, department, grade);
  return {
    known,
    text: known === undefined ? text : personText(known),
    ...{ department, grade, total },
    listed: people?.filter(({ id }) => id !== actor.personId).map(optionOf),
    suggestions: await offeredPeople(services, undefined, actor.personId),
  };
}

async function meantBy({ people }: Services, id: string, text: string): Promise<readonly Person[]> {
  const byId = id === '' ? undefined : await people.find(id);
  if (byId !== undefined) return [byId];
  return text === '' ? [] : people.lookUp(text);
}

async function narrowed(
  { people }: Services,
  department: string,
  grade: string,
): Promise<{ people: readonly Person[] | undefined; total: number }> {
  if (department === '' && grade === '') return { people: undefined, total: 0 };
  const filter = { status: 'active', department: department || undefined, grade: grade || undefined } as const;
  const found = await people.list(filter, { number: 1, size: MAX_LISTED });
  const { total } = found.page;
  return { people: total > MAX_LISTED ? undefined : found.items, total };
}

function optionOf(person: Person): { value: string; label: string } {
  return { value: person.id, label: personText(person) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
