import type { Config } from '../../config.js';
import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../../platform/logger.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { OrganizationsModule } from '../organizations/index.js';
import type { AccountMailDependencies } from './access/account-mail.js';
import { createAccountServices } from './access/account-services.js';
import { createActorSource } from './access/actor-source.js';
import { createAccess } from './access/create-access.js';
import { credentialSchema, type CredentialRecord } from './access/credential.model.js';
import { HashLine } from './access/hash-line.js';
import { createPasswordHashing } from './access/password-hash.js';
import { createManagerAssignment } from './reassign-people.js';
import { createPreferences } from './change-preferences.js';
import { createEachHead, createHeadCounts } from './count-heads.js';
import { createDirectoryCsv } from './directory-csv.js';
import { createDeactivation } from './deactivate-person.js';
import { createEditing } from './edit-people.js';
import { createReassignment } from './hand-over-people.js';
import { createLookUp } from './look-up-person.js';
import { gradeChangeSchema, type GradeChangeRecord } from './grade-change.model.js';
import { createGradeHistory } from './grade-history.js';
import { createErasePerson } from './erase-person.js';
import { createReactivation } from './reactivate-person.js';
import { createListUse } from './list-use.js';
import type { OpenItems } from './people-parts.js';
import type { PeopleModule } from './people.module.js';
import { personSchema, type PersonRecord } from './person.model.js';
import { createPersonQueries } from './person-queries.js';
import { createRegistration } from './register-people.js';
import { createRegistrations } from './registrations/create-registrations.js';

export interface PeopleDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly organizations: OrganizationsModule;
  readonly config: Pick<Config, 'passwordPepper' | 'tokenSecret' | 'bcryptCost'>;
  /** True when no other process works on the same database; people may then be remembered between requests. */
  readonly singleProcess: boolean;
  /** Ends sessions in the session store by their stored ids; absent where nobody keeps sessions. */
  readonly endStored?: (storedIds: readonly string[]) => Promise<void>;
  readonly accountMail: AccountMailDependencies;
  readonly openItems: OpenItems;
}

export function createPeople(deps: PeopleDependencies): PeopleModule {
  const { storage, clock, organizations, config, singleProcess } = deps;
  const people = storage.tenantModel<PersonRecord>('Person', personSchema.clone());
  const credentials = storage.tenantModel<CredentialRecord>('Credential', credentialSchema.clone());
  const gradeChanges = storage.tenantModel<GradeChangeRecord>('GradeChange', gradeChangeSchema.clone());
  const hashing = createPasswordHashing({
    pepper: config.passwordPepper,
    cost: config.bcryptCost,
    line: new HashLine(),
  });
  const actors = createActorSource({ people, organizations, clock, remember: singleProcess });
  const parts = { ...deps, people, credentials, gradeChanges, hashing, actors };
  const account = createAccountServices(parts);
  const queries = createPersonQueries(parts);
  const registration = createRegistration(parts, hashing);
  const assignManagers = createManagerAssignment(parts, queries);
  const registrations = createRegistrations({ ...parts, ...account, register: registration.register });
  const access = createAccess({ ...parts, ...account, tokenSecret: config.tokenSecret, pepper: config.passwordPepper });
  return {
    ...queries,
    ...createGradeHistory(parts),
    ...createListUse(parts),
    ...registration,
    registrations,
    lookUp: createLookUp(queries),
    directoryCsv: createDirectoryCsv(parts, queries),
    headCounts: createHeadCounts(parts),
    eachHead: createEachHead(parts),
    ...createPreferences(parts, queries),
    ...createEditing(parts, queries),
    ...createDeactivation({ ...parts, assignManagers }, queries),
    reactivate: createReactivation(parts, queries),
    assignManagers,
    reassign: createReassignment({ assignManagers }),
    access,
    ...createErasePerson({ ...parts, access, registrations }, queries),
  };
}
