import type { Model } from 'mongoose';
import type { Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import type { Unit } from '../../kernel/units.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { OrganizationsModule } from '../organizations/index.js';
import type { CredentialRecord } from './access/credential.model.js';
import type { ActorSource } from './access/actor-source.js';
import type { GradeChangeRecord } from './grade-change.model.js';
import type { PersonRecord } from './person.model.js';

/** What waits for somebody's decision. The requests module knows. */
export interface OpenItems {
  count(personId: string): Promise<number>;
  /** Units without any are left out. */
  byUnit(personId: string): Promise<Partial<Record<Unit, number>>>;
  /** Gives all of it to one decider for each unit, in the caller's transaction. @throws RuleBroken at `items.<unit>` */
  handOver(actor: Actor, personId: string, deciders: Partial<Record<Unit, string>>, reason: string): Promise<void>;
}

/** What the parts of this module share. */
export interface PeopleParts {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly organizations: OrganizationsModule;
  readonly people: Model<PersonRecord>;
  readonly credentials: Model<CredentialRecord>;
  readonly gradeChanges: Model<GradeChangeRecord>;
  readonly actors: ActorSource;
  readonly openItems: OpenItems;
}
