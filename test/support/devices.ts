import type { PersonActor } from '../../src/kernel/actor.js';
import { newId, newToken } from '../../src/kernel/ids.js';
import type { Person } from '../../src/modules/people/index.js';
import type { TestApp } from './app.js';

async function actorOf(app: TestApp, person: Person): Promise<PersonActor> {
  const actor = await app.container.people.access.actorOf(person.id);
  if (actor === undefined) throw new Error(`${person.name} is not active`);
  return actor;
}

/** A session of somebody on a device that nobody looks at. Its public id. */
export async function otherSession(app: TestApp, person: Person): Promise<string> {
  const { access } = app.container.people;
  const id = newId(app.clock.now());
  await access.openSession(await actorOf(app, person), {
    id,
    epoch: await access.epochOf(person.id),
    stored: newToken(),
    method: 'password',
    from: { userAgent: 'curl/8.5.0', address: '203.0.113.7' },
  });
  return id;
}

/** A personal token of somebody; the one there is, or a new one. Its id. */
export async function personalTokenOf(app: TestApp, person: Person): Promise<string> {
  const { access } = app.container.people;
  const actor = await actorOf(app, person);
  const [known] = (await access.sessionsOf(actor, person.id)).tokens;
  if (known !== undefined) return known.id;
  const { personalToken } = await access.createPersonalToken(actor, { name: 'Report', scopes: ['read'], days: 1 });
  return personalToken.id;
}
