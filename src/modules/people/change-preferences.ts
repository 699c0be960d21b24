import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import type { PeopleParts } from './people-parts.js';
import type { PeopleModule } from './people.module.js';
import type { Person, Preferences } from './person.js';

export function createPreferences(
  { storage, outbox, people, actors }: PeopleParts,
  queries: Pick<PeopleModule, 'byId'>,
): Pick<PeopleModule, 'changePreferences'> {
  async function changePreferences(actor: Actor, id: string, changes: Partial<Preferences>): Promise<Person> {
    const person = await queries.byId(id);
    const before = person.preferences;
    // Kinds of messages that are not named stay as they are.
    const after: Preferences = {
      ...before,
      ...changes,
      mail: { ...before.mail, ...changes.mail },
      app: { ...before.app, ...changes.app },
    };
    const changed = (Object.keys(after) as (keyof Preferences)[]).filter(
      (key) => !isDeepStrictEqual(before[key], after[key]),
    );
    if (changed.length === 0) return person;
    const pick = (from: Preferences) => Object.fromEntries(changed.map((key) => [key, from[key]]));
    await people.updateOne({ _id: id }, { $set: { preferences: after } });
    await outbox.record(actor, {
      type: 'person.preferences_changed',
      subject: { type: 'person', id },
      data: pick(after),
      before: pick(before),
      after: pick(after),
    });
    // The language is part of who somebody is for the pages.
    storage.afterCommit(() => {
      actors.forget(id);
    });
    return { ...person, preferences: after };
  }

  return {
    async changePreferences(actor, changes) {
      if (actor.kind !== 'person') throw new Forbidden();
      return storage.run(() => changePreferences(actor, actor.personId, changes));
    },
  };
}
