import { isId } from '../../kernel/ids.js';
import { holds, type Grant } from '../../kernel/units.js';
import type { PeopleModule } from './people.module.js';
import type { Person } from './person.js';

type Queries = Pick<PeopleModule, 'find' | 'byEmail' | 'byEmployeeIds' | 'list'>;

/** As people are named in forms: "Terri Duffy (AW0002)". */
const WITH_EMPLOYEE_ID = /\(([^()]{1,40})\)$/;

/** So many candidates are named where it is not clear who is meant. */
const CANDIDATES = 6;

/** How a form names a person; reading it finds that person again. */
export function personText({ name, employeeId }: Pick<Person, 'name' | 'employeeId'>): string {
  return `${name} (${employeeId})`;
}

export function createLookUp({ find, byEmail, byEmployeeIds, list }: Queries): PeopleModule['lookUp'] {
  async function exactly(text: string): Promise<Person | undefined> {
    const byId = isId(text) ? await find(text) : undefined;
    if (byId !== undefined) return byId;
    const inBrackets = WITH_EMPLOYEE_ID.exec(text)?.[1]?.trim();
    const employeeIds = [text, ...(inBrackets === undefined ? [] : [inBrackets])];
    const named = await byEmployeeIds(employeeIds);
    return named.get(inBrackets ?? text) ?? named.get(text) ?? (text.includes('@') ? byEmail(text) : undefined);
  }

  async function byName(text: string, grant: Grant | undefined): Promise<readonly Person[]> {
    const { items } = await list({ q: text, status: 'active', grant }, { number: 1, size: CANDIDATES });
    const same = items.filter(({ name }) => name.toLowerCase() === text.toLowerCase());
    return same.length === 1 ? same : items;
  }

  return async (input, duty) => {
    const text = input.trim();
    if (text === '') return [];
    const person = await exactly(text);
    if (person !== undefined) return [person];
    const holders = duty === undefined ? [] : await byName(text, duty);
    if (holders.length > 0) return holders;
    const others = await byName(text, undefined);
    return duty === undefined ? others : others.filter(({ grants }) => !holds(grants, duty.unit, duty.duty));
  };
}
