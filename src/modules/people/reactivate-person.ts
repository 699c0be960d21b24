import type { Actor } from '../../kernel/actor.js';
import { Conflict, Forbidden } from '../../kernel/errors.js';
import { erasedProblem } from './erase-person.js';
import { startNewGeneration } from './access/sessions.js';
import type { PeopleParts } from './people-parts.js';
import type { PeopleModule } from './people.module.js';
import { mayAdministerPeople } from './person.policy.js';
import { isActive, type Person } from './person.js';

export function createReactivation(
  parts: PeopleParts,
  queries: Pick<PeopleModule, 'byId'>,
): PeopleModule['reactivate'] {
  const { storage, outbox, people, organizations } = parts;

  async function reactivate(actor: Actor, id: string, reason: string): Promise<Person> {
    const person = await queries.byId(id);
    if (person.erased === true) throw erasedProblem(person);
    const today = await organizations.today();
    if (isActive(person, today)) throw new Conflict('person.not_deactivated', `${person.name} is active already.`);
    const { status, exitDate } = person;
    const after = { status: 'active' as const, exitDate: exitDate !== null && exitDate < today ? null : exitDate };
    await people.updateOne({ _id: id }, { $set: after, $inc: { revision: 1 } });
    // An exit date that passed ended nothing by itself.
    await startNewGeneration(parts, actor, id, 'reactivated');
    await outbox.record(actor, {
      type: 'person.reactivated',
      subject: { type: 'person', id },
      data: { reason },
      before: { status, exitDate },
      after,
    });
    return queries.byId(id);
  }

  return async (actor, id, reason) => {
    if (!mayAdministerPeople(actor)) throw new Forbidden();
    return storage.run(() => reactivate(actor, id, reason));
  };
}
