import type { Model } from 'mongoose';
import type { Clock } from '../../kernel/clock.js';
import { localDateOf, type LocalDate } from '../../kernel/local-date.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { AbsencesModule } from '../absences/index.js';
import type { AttachmentsModule } from '../attachments/index.js';
import type { AuditModule } from '../audit/index.js';
import type { CatalogModule } from '../catalog/index.js';
import type { LedgerModule } from '../ledger/index.js';
import type { Organization, OrganizationsModule } from '../organizations/index.js';
import type { PeopleModule } from '../people/index.js';
import type { TargetsModule } from '../targets/index.js';
import type { BulkDecisionRecord } from './bulk-decision.model.js';
import type { OutcomeRecord } from './outcome.model.js';
import type { ClaimTurnRecord, RequestRecord } from './request.model.js';

export interface RequestsDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly organizations: Pick<OrganizationsModule, 'current' | 'list'>;
  readonly people: Pick<PeopleModule, 'byId' | 'find' | 'byIds' | 'holders' | 'reportsOf'>;
  readonly absences: Pick<AbsencesModule, 'roster' | 'rosterFor'>;
  readonly attachments: Pick<AttachmentsModule, 'claim' | 'ofRequests' | 'sameContent'>;
  readonly audit: Pick<AuditModule, 'ofSubject'>;
  readonly catalog: Pick<CatalogModule, 'find' | 'list' | 'markUsed' | 'versions'>;
  readonly ledger: Pick<
    LedgerModule,
    'credit' | 'creditMany' | 'countByKind' | 'history' | 'eachEntry' | 'grantsByCategory' | 'granted' | 'worths'
  >;
  readonly targets: Pick<TargetsModule, 'recordUtilization' | 'recordedMonths' | 'utilizationsOf'>;
}

/** What the parts of this module work with. */
export interface RequestParts extends RequestsDependencies {
  readonly requests: Model<RequestRecord>;
  readonly turns: Model<ClaimTurnRecord>;
  readonly bulkDecisions: Model<BulkDecisionRecord>;
  readonly outcomes: Model<OutcomeRecord>;
}

/** The organization, and the day that it is there now. */
export async function here({ organizations, clock }: Pick<RequestParts, 'organizations' | 'clock'>): Promise<{
  organization: Organization;
  today: LocalDate;
}> {
  const organization = await organizations.current();
  return { organization, today: localDateOf(clock.now(), organization.calendar.zone) };
}
