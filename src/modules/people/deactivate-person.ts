import type { Actor } from '../../kernel/actor.js';
import { Conflict, Forbidden, RuleBroken } from '../../kernel/errors.js';
import { startNewGeneration } from './access/sessions.js';
import { countDependents } from './open-work.js';
import type { PeopleParts } from './people-parts.js';
import type { PeopleModule } from './people.module.js';
import { deactivationProblem, mayAdministerPeople } from './person.policy.js';
import type { Person } from './person.js';

export function createDeactivation(
  parts: PeopleParts,
  queries: Pick<PeopleModule, 'byId'>,
): PeopleModule['deactivate'] {
  const { storage, outbox, people, openItems } = parts;

  async function deactivate(actor: Actor, id: string, reason: string): Promise<Person> {
    const person = await queries.byId(id);
    const work = { ...(await countDependents(parts, id)), openItems: await openItems.count(id) };
    const problem = deactivationProblem(person.name, work);
    if (problem !== undefined) throw new RuleBroken(problem.code, problem.message, { extra: work });
    const { matchedCount } = await people.updateOne({ _id: id, status: 'active' }, { $set: { status: 'deactivated' } });
    if (matchedCount === 0) throw new Conflict('person.already_deactivated', `${person.name} is deactivated already.`);
    await outbox.record(actor, {
      type: 'person.deactivated',
      subject: { type: 'person', id },
      data: { reason },
      before: { status: 'active' },
      after: { status: 'deactivated' },
    });
    await startNewGeneration(parts, actor, id, 'deactivated');
    return { ...person, status: 'deactivated' };
  }

  return async (actor, id, reason) => {
    if (!mayAdministerPeople(actor)) throw new Forbidden();
    return storage.run(() => deactivate(actor, id, reason));
  };
}
