import { Conflict } from '../../kernel/errors.js';
import type { DeviceAccess } from './access/device-access.js';
import type { PeopleParts } from './people-parts.js';
import type { PeopleModule } from './people.module.js';
import { derivedFields } from './person.model.js';
import { DEFAULT_PREFERENCES, type Person } from './person.js';
import type { Registration } from './registrations/registration.js';
import type { RegistrationsModule } from './registrations/registrations.module.js';

/** What stands in the place of somebody's name, address and employee id after the erasure. */
export type Pseudonym = Pick<Person, 'name' | 'email' | 'employeeId'>;

/** What the people module knew of somebody who was erased. */
export interface ErasedFacts {
  readonly person: Person;
  /** Of registrations that became this person or had the address; they are deleted. */
  readonly registrations: readonly Registration[];
}

interface Dependencies extends PeopleParts {
  readonly access: Pick<DeviceAccess, 'removeAccess'>;
  readonly registrations: Pick<RegistrationsModule, 'erase'>;
}

export function erasedProblem({ name }: Pick<Person, 'name'>): Conflict {
  return new Conflict('person.erased', `${name} was erased. Register the person anew.`);
}

/** Replaces what the people module keeps of somebody who is deactivated. */
export function createErasePerson(
  parts: Dependencies,
  queries: Pick<PeopleModule, 'byId'>,
): Pick<PeopleModule, 'erase' | 'isNameTaken'> {
  const { storage, people, credentials, actors } = parts;
  return {
    async isNameTaken(name) {
      return (await people.findOne({ sortName: name.toLowerCase() }).select({ _id: 1 }).lean()) !== null;
    },
    async erase(id, pseudonym) {
      const person = await queries.byId(id);
      if (person.erased === true) throw erasedProblem(person);
      const registrations = await parts.registrations.erase(person);
      const changes = {
        ...pseudonym,
        ...derivedFields(pseudonym),
        phone: '',
        manager: null,
        dp: null,
        grants: [],
        preferences: { ...DEFAULT_PREFERENCES, leaderboardOptOut: true },
        mustChangePassword: false,
        erased: true,
      };
      const { matchedCount } = await people.updateOne(
        { _id: id, status: 'deactivated' },
        { $set: changes, $inc: { revision: 1, epoch: 1 } },
      );
      if (matchedCount === 0) {
        throw new Conflict('person.not_deactivated', `${person.name} is active. Deactivate the person first.`);
      }
      await credentials.deleteOne({ _id: id });
      await parts.access.removeAccess(id);
      storage.afterCommit(() => {
        actors.forget(id);
      });
      return { person, registrations };
    },
  };
}
