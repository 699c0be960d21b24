import type { Model } from 'mongoose';
import type { PersonActor } from '../../../kernel/actor.js';
import type { Clock } from '../../../kernel/clock.js';
import { NotFound } from '../../../kernel/errors.js';
import { isId } from '../../../kernel/ids.js';
import { localDateOf } from '../../../kernel/local-date.js';
import { acrossOrganizations } from '../../../platform/request-context.js';
import { operator } from '../../../platform/storage/index.js';
import type { OrganizationsModule } from '../../organizations/index.js';
import { toPerson, type PersonRecord } from '../person.model.js';
import { isActive } from '../person.js';

/** Finds out who somebody is now, for every request. */
export interface ActorSource {
  actorOf(personId: string, epoch?: number): Promise<PersonActor | undefined>;
  /** Those who are active. */
  actorsOf(personIds: readonly string[]): Promise<Map<string, PersonActor>>;
  epochOf(personId: string): Promise<number>;
  /** The generation in which an actor was found; the current one for an actor that was made otherwise. */
  generationOf(actor: PersonActor): Promise<number>;
  /** The actor a record stands for; undefined when the person is not active today. */
  actorFrom(record: PersonRecord): Promise<PersonActor | undefined>;
  /** To be called after every committed change of a person. */
  forget(personId: string): void;
}

export interface ActorSourceOptions {
  readonly people: Model<PersonRecord>;
  readonly organizations: OrganizationsModule;
  readonly clock: Clock;
  /** Remembers people between requests. Only where every change passes through this process. */
  readonly remember: boolean;
}

const CAPACITY = 5000;

export function createActorSource({ people, organizations, clock, remember }: ActorSourceOptions): ActorSource {
  const remembered = new Map<string, PersonRecord>();
  // Whoever was let in before the password changed must not start anything after it.
  const generations = new WeakMap<PersonActor, number>();
  // Counts changes: what was read before a change must not be remembered after it.
  let changes = 0;

  async function load(personId: string): Promise<PersonRecord | undefined> {
    if (!isId(personId)) return undefined;
    const known = remembered.get(personId);
    if (known !== undefined) return known;
    const before = changes;
    const record = await acrossOrganizations(() => people.findOne({ _id: personId }).lean<PersonRecord>().exec());
    if (record === null) return undefined;
    if (remember && before === changes) {
      if (remembered.size >= CAPACITY) remembered.clear();
      remembered.set(personId, record);
    }
    return record;
  }

  async function actorFrom(record: PersonRecord): Promise<PersonActor | undefined> {
    const { calendar } = await organizations.byId(record.organization);
    const person = toPerson(record);
    if (!isActive(person, localDateOf(clock.now(), calendar.zone))) return undefined;
    const actor: PersonActor = {
      kind: 'person',
      organizationId: person.organizationId,
      personId: person.id,
      name: person.name,
      email: person.email,
      grade: person.grade,
      grants: person.grants,
      mustChangePassword: record.mustChangePassword,
      ...(person.preferences.language !== '' && { language: person.preferences.language }),
    };
    generations.set(actor, record.epoch);
    return actor;
  }

  async function epochOf(personId: string): Promise<number> {
    const record = await load(personId);
    if (record === undefined) throw new NotFound('person.not_found', 'There is no such person.');
    return record.epoch;
  }

  return {
    actorFrom,
    epochOf,
    generationOf: async (actor) => generations.get(actor) ?? epochOf(actor.personId),
    async actorOf(personId, epoch) {
      const record = await load(personId);
      if (record === undefined || (epoch !== undefined && record.epoch !== epoch)) return undefined;
      return actorFrom(record);
    },
    async actorsOf(personIds) {
      const _id = operator({ $in: personIds.filter(isId) });
      const records = await acrossOrganizations(() => people.find({ _id }).lean<PersonRecord[]>().exec());
      const found = new Map<string, PersonActor>();
      for (const record of records) {
        const actor = await actorFrom(record);
        if (actor !== undefined) found.set(actor.personId, actor);
      }
      return found;
    },
    forget(personId) {
      changes += 1;
      remembered.delete(personId);
    },
  };
}
