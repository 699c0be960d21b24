import type { Actor } from '../../kernel/actor.js';
import { InvalidInput } from '../../kernel/errors.js';
import { activeOn } from './active-people.js';
import type { PeopleParts } from './people-parts.js';
import type { Handover, ManagerAssignment, PeopleModule } from './people.module.js';
import type { PersonRecord } from './person.model.js';
import type { Person } from './person.js';

type Parts = PeopleParts & Pick<PeopleModule, 'assignManagers'>;

/**
 * Gives the active reports and the people of a delivery partner who leaves to others, in the caller's transaction. Is
 * the successor one of them, then he or she comes under the superior of the one who leaves.
 * @throws InvalidInput at `reportsTo` or `dpPeopleTo`
 */
export async function handOverPeople(
  parts: Parts,
  actor: Actor,
  leaver: Person,
  { reportsTo, dpPeopleTo }: Handover,
): Promise<void> {
  const { people, organizations } = parts;
  const today = await organizations.today();
  const idsWith = async (field: 'manager' | 'dp'): Promise<string[]> => {
    const records = await people
      .find({ [field]: leaver.id, $and: activeOn(today) })
      .select({ _id: 1 })
      .lean<Pick<PersonRecord, '_id'>[]>();
    return records.map(({ _id }) => _id);
  };
  if (reportsTo !== undefined) {
    const above = leaver.managerId === reportsTo ? null : leaver.managerId;
    const assignments = (await idsWith('manager')).map((personId) => ({
      personId,
      managerId: personId === reportsTo ? above : reportsTo,
    }));
    await assign(parts, actor, assignments, 'reportsTo', leaver.id === reportsTo);
  }
  if (dpPeopleTo !== undefined) {
    const above = leaver.dpId === dpPeopleTo ? null : leaver.dpId;
    const assignments = (await idsWith('dp')).map((personId) => ({
      personId,
      dpId: personId === dpPeopleTo ? above : dpPeopleTo,
    }));
    await assign(parts, actor, assignments, 'dpPeopleTo', leaver.id === dpPeopleTo);
  }
}

/** Gives people to another manager or delivery partner; who takes over stays where he or she is. */
export function createReassignment(parts: Pick<Parts, 'assignManagers'>): PeopleModule['reassign'] {
  return async (actor, ids, role, toId) => {
    const others = ids.filter((id) => id !== toId);
    const assignments = others.map((personId) => ({
      personId,
      ...(role === 'manager' ? { managerId: toId } : { dpId: toId }),
    }));
    await assign(parts, actor, assignments, 'to', false);
    return others.length;
  };
}

async function assign(
  { assignManagers }: Pick<Parts, 'assignManagers'>,
  actor: Actor,
  assignments: readonly ManagerAssignment[],
  path: 'reportsTo' | 'dpPeopleTo' | 'to',
  isLeaver: boolean,
): Promise<void> {
  if (isLeaver && assignments.length > 0) {
    throw new InvalidInput([{ path, message: 'Choose somebody who stays.' }]);
  }
  try {
    await assignManagers(actor, assignments);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    // The same mistake in every row is said once, at the field where the successor was chosen.
    const messages = [...new Set(error.errors.map(({ message }) => message))];
    throw new InvalidInput(messages.map((message) => ({ path, message })));
  }
}
