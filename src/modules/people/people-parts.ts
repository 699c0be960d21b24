import type { Model } from 'mongoose';
import type { Clock } from '../../kernel/clock.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { OrganizationsModule } from '../organizations/index.js';
import type { CredentialRecord } from './access/credential.model.js';
import type { ActorSource } from './access/actor-source.js';
import type { PersonRecord } from './person.model.js';

/** What the parts of this module share. */
export interface PeopleParts {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly organizations: OrganizationsModule;
  readonly people: Model<PersonRecord>;
  readonly credentials: Model<CredentialRecord>;
  readonly actors: ActorSource;
  readonly openItems: (personId: string) => Promise<number>;
}
