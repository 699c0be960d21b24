import type { Actor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import type { PeopleParts } from './people-parts.js';
import type { PeopleModule } from './people.module.js';
import type { Person, Preferences } from './person.js';

export function createPreferences(
  { storage, outbox, people }: PeopleParts,
  queries: Pick<PeopleModule, 'byId'>,
): Pick<PeopleModule, 'changePreferences'> {
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
    async changePreferences(actor, changes) {
      if (actor.kind !== 'person') throw new Forbidden();
      return storage.run(() => changePreferences(actor, actor.personId, changes));
    },
  };
}
