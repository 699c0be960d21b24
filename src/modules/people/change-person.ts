import type { Actor } from '../../kernel/actor.js';
import { Forbidden, RuleBroken } from '../../kernel/errors.js';
import type { Grant } from '../../kernel/units.js';
import { countDependents } from './open-work.js';
import type { PeopleParts } from './people-parts.js';
import type { PeopleModule } from './people.module.js';
import { grantText } from './person.model.js';
import { grantProblem, mayAdministerPeople } from './person.policy.js';
import type { Person, Preferences } from './person.js';

type Changes = Pick<PeopleModule, 'changeGrants' | 'changePreferences'>;

export function createPersonChanges(parts: PeopleParts, queries: Pick<PeopleModule, 'byId'>): Changes {
  const { storage, outbox, people, actors } = parts;

  async function changeGrants(actor: Actor, id: string, grants: readonly Grant[]): Promise<Person> {
    const person = await queries.byId(id);
    const problem = grantProblem(person.name, grants, await countDependents(parts, id));
    if (problem !== undefined) {
      throw new RuleBroken(problem.code, problem.message, { errors: [{ path: 'grants', message: problem.message }] });
    }
    const texts = [...new Set(grants.map(grantText))];
    await people.updateOne({ _id: id }, { $set: { grants: texts } });
    await outbox.record(actor, {
      type: 'person.grants_changed',
      subject: { type: 'person', id },
      data: { grants: texts },
      before: { grants: person.grants.map(grantText) },
      after: { grants: texts },
    });
    storage.afterCommit(() => {
      actors.forget(id);
    });
    return queries.byId(id);
  }

  async function changePreferences(actor: Actor, id: string, changes: Partial<Preferences>): Promise<Person> {
    const person = await queries.byId(id);
    const preferences = { ...person.preferences, ...changes };
    await people.updateOne({ _id: id }, { $set: { preferences } });
    await outbox.record(actor, {
      type: 'person.preferences_changed',
      subject: { type: 'person', id },
      data: { ...changes },
      before: { ...person.preferences },
      after: { ...preferences },
    });
    return { ...person, preferences };
  }

  return {
    async changeGrants(actor, id, grants) {
      if (!mayAdministerPeople(actor)) throw new Forbidden();
      return storage.run(() => changeGrants(actor, id, grants));
    },
    async changePreferences(actor, changes) {
      if (actor.kind !== 'person') throw new Forbidden();
      return storage.run(() => changePreferences(actor, actor.personId, changes));
    },
  };
}
