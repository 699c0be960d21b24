import { operator } from '../../platform/storage/index.js';
import { activeOn } from './active-people.js';
import type { PeopleParts } from './people-parts.js';
import type { Person } from './person.js';
import { holds } from '../../kernel/units.js';
import type { PersonRecord } from './person.model.js';
import { isActive } from './person.js';
import type { LocalDate } from '../../kernel/local-date.js';

export const LAST_ADMINISTRATOR = {
  code: 'person.last_administrator',
  message:
    'Nobody else administers HR from then on. Grant HR administration first to another active person without an exit date.',
} as const;

const ADMINISTRATOR = 'hr:admin';

/** Whether somebody keeps the house: active, with HR administration. */
export function isAdministrator(person: Pick<Person, 'status' | 'exitDate' | 'grants'>, today: LocalDate): boolean {
  return isActive(person, today) && holds(person.grants, 'hr', 'admin');
}

/** The same for good: no exit date ends it. */
export function staysAdministrator(person: Pick<Person, 'status' | 'exitDate' | 'grants'>, today: LocalDate): boolean {
  return isAdministrator(person, today) && person.exitDate === null;
}

/**
 * Whether an active HR administrator remains when these people go. Inside a transaction the one who remains is written
 * (`claim`), so that of two who let each other go at the same time the later one starts again and is refused. Where one
 * of those who go was there for good, so must be the one who remains (`forGood`): an exit date passes without asking.
 */
export async function administratorRemains(
  { people, organizations }: Pick<PeopleParts, 'people' | 'organizations'>,
  leavingIds: readonly string[],
  { claim, forGood }: { readonly claim: boolean; readonly forGood: boolean },
): Promise<boolean> {
  const others = {
    grants: ADMINISTRATOR,
    _id: operator({ $nin: [...leavingIds] }),
    $and: forGood ? [{ status: 'active' as const, exitDate: null }] : activeOn(await organizations.today()),
  };
  const found = claim
    ? await people.findOneAndUpdate(others, { $inc: { administratorTurn: 1 } }).lean<PersonRecord>()
    : await people.findOne(others).lean<PersonRecord>();
  return found !== null;
}
