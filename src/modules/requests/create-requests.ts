import type { Clock } from '../../kernel/clock.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { AttachmentsModule } from '../attachments/index.js';
import type { AuditModule } from '../audit/index.js';
import type { CatalogModule } from '../catalog/index.js';
import type { LedgerModule } from '../ledger/index.js';
import type { OrganizationsModule } from '../organizations/index.js';
import type { PeopleModule } from '../people/index.js';
import type { TargetsModule } from '../targets/index.js';
import type { RequestsModule } from './requests.module.js';

export interface RequestsDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly organizations: Pick<OrganizationsModule, 'current' | 'today'>;
  readonly people: Pick<PeopleModule, 'byId' | 'find' | 'byIds' | 'holders' | 'reportsOf'>;
  readonly attachments: Pick<AttachmentsModule, 'claim' | 'ofRequests' | 'sameContent'>;
  readonly audit: Pick<AuditModule, 'ofSubject'>;
  readonly catalog: Pick<CatalogModule, 'find' | 'list'>;
  readonly ledger: Pick<LedgerModule, 'credit' | 'history' | 'eachEntry'>;
  readonly targets: Pick<TargetsModule, 'recordUtilization' | 'recordedMonths'>;
}

export declare function createRequests(deps: RequestsDependencies): RequestsModule;
