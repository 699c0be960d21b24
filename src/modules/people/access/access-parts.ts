import type { Model } from 'mongoose';
import type { Clock } from '../../../kernel/clock.js';
import type { Logger } from '../../../platform/logger.js';
import type { Outbox } from '../../../platform/outbox/index.js';
import type { Storage } from '../../../platform/storage/index.js';
import type { OrganizationsModule } from '../../organizations/index.js';
import type { PersonRecord } from '../person.model.js';
import type { AccessLinks } from './access-links.js';
import type { ActorSource } from './actor-source.js';
import type { CredentialRecord } from './credential.model.js';
import type { PasswordHashing } from './password-hash.js';

/** What the parts of access share. */
export interface AccessParts {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly organizations: OrganizationsModule;
  readonly people: Model<PersonRecord>;
  readonly credentials: Model<CredentialRecord>;
  readonly hashing: PasswordHashing;
  readonly actors: ActorSource;
  /** Links of mails with which people choose a password. */
  readonly links: AccessLinks;
  /** Ends sessions in the session store by their stored ids; none where nobody keeps sessions. */
  readonly endStored?: ((storedIds: readonly string[]) => Promise<void>) | undefined;
}
