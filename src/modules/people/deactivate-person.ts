import type { Actor } from '../../kernel/actor.js';
import { Conflict, Forbidden, RuleBroken } from '../../kernel/errors.js';
import { startNewGeneration } from './access/sessions.js';
import { handOverPeople } from './hand-over-people.js';
import { administratorRemains, isAdministrator, LAST_ADMINISTRATOR } from './last-administrator.js';
import { countDependents } from './open-work.js';
import type { PeopleParts } from './people-parts.js';
import type { Handover, PeopleModule } from './people.module.js';
import { deactivationProblem, mayAdministerPeople } from './person.policy.js';
import type { Person } from './person.js';

type Parts = PeopleParts & Pick<PeopleModule, 'assignManagers'>;

export function createDeactivation(
  parts: Parts,
  queries: Pick<PeopleModule, 'byId'>,
): Pick<PeopleModule, 'deactivate' | 'openWork'> {
  const { storage, outbox, people, openItems, organizations } = parts;

  async function deactivate(actor: Actor, id: string, reason: string, handover: Handover): Promise<Person> {
    const person = await queries.byId(id);
    if (person.status === 'deactivated') throw alreadyDeactivated(person);
    await handOverPeople(parts, actor, person, handover);
    if (handover.items !== undefined && Object.keys(handover.items).length > 0) {
      await openItems.handOver(actor, id, handover.items, reason);
    }
    const work = { ...(await countDependents(parts, id)), openItems: await openItems.count(id) };
    const problem = deactivationProblem(person.name, work);
    if (problem !== undefined) throw new RuleBroken(problem.code, problem.message, { extra: work });
    if (isAdministrator(person, await organizations.today())) {
      const forGood = person.exitDate === null;
      const remains = await administratorRemains(parts, [id], { claim: true, forGood });
      if (!remains) throw new RuleBroken(LAST_ADMINISTRATOR.code, LAST_ADMINISTRATOR.message);
    }
    const { matchedCount } = await people.updateOne(
      { _id: id, status: 'active' },
      { $set: { status: 'deactivated' }, $inc: { revision: 1 } },
    );
    if (matchedCount === 0) throw alreadyDeactivated(person);
    await outbox.record(actor, {
      type: 'person.deactivated',
      subject: { type: 'person', id },
      data: { reason },
      before: { status: 'active' },
      after: { status: 'deactivated' },
    });
    await startNewGeneration(parts, actor, id, 'deactivated');
    return queries.byId(id);
  }

  return {
    async deactivate(actor, id, reason, handover = {}) {
      if (!mayAdministerPeople(actor)) throw new Forbidden();
      return storage.run(() => deactivate(actor, id, reason, handover));
    },
    async openWork(id) {
      const { reports, dpPeople } = await countDependents(parts, id);
      return { reports, dpPeople, openItems: await openItems.count(id), itemsByUnit: await openItems.byUnit(id) };
    },
  };
}

function alreadyDeactivated({ name }: Person): Conflict {
  return new Conflict('person.already_deactivated', `${name} is deactivated already.`);
}
