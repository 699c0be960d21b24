import type { Config } from '../../config.js';
import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../../platform/logger.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { OrganizationsModule } from '../organizations/index.js';
import { createActorSource } from './access/actor-source.js';
import { createAccess } from './access/create-access.js';
import { credentialSchema, type CredentialRecord } from './access/credential.model.js';
import { HashLine } from './access/hash-line.js';
import { createPasswordHashing } from './access/password-hash.js';
import { createManagerAssignment } from './reassign-people.js';
import { createPreferences } from './change-preferences.js';
import { createDeactivation } from './deactivate-person.js';
import { createEditing } from './edit-people.js';
import { createReactivation } from './reactivate-person.js';
import type { OpenItems } from './people-parts.js';
import type { PeopleModule } from './people.module.js';
import { personSchema, type PersonRecord } from './person.model.js';
import { createPersonQueries } from './person-queries.js';
import { createRegistration } from './register-people.js';

export interface PeopleDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly organizations: OrganizationsModule;
  readonly config: Pick<Config, 'passwordPepper' | 'tokenSecret' | 'bcryptCost'>;
  /** True when no other process works on the same database; people may then be remembered between requests. */
  readonly singleProcess: boolean;
  readonly openItems: OpenItems;
}

export function createPeople(deps: PeopleDependencies): PeopleModule {
  const { storage, clock, organizations, config, singleProcess } = deps;
  const people = storage.tenantModel<PersonRecord>('Person', personSchema.clone());
  const credentials = storage.tenantModel<CredentialRecord>('Credential', credentialSchema.clone());
  const hashing = createPasswordHashing({
    pepper: config.passwordPepper,
    cost: config.bcryptCost,
    line: new HashLine(),
  });
  const actors = createActorSource({ people, organizations, clock, remember: singleProcess });
  const parts = { ...deps, people, credentials, hashing, actors };
  const queries = createPersonQueries(parts);
  const assignManagers = createManagerAssignment(parts, queries);
  return {
    ...queries,
    ...createRegistration(parts, hashing),
    ...createPreferences(parts, queries),
    ...createEditing(parts, queries),
    ...createDeactivation({ ...parts, assignManagers }, queries),
    reactivate: createReactivation(parts, queries),
    assignManagers,
    access: createAccess({ ...parts, tokenSecret: config.tokenSecret }),
  };
}
