import type { Model } from 'mongoose';
import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../../platform/logger.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { AbsencesModule } from '../absences/index.js';
import type { AttachmentsModule } from '../attachments/index.js';
import type { CatalogModule } from '../catalog/index.js';
import type { ImportsModule } from '../imports/index.js';
import type { LeaderboardModule } from '../leaderboard/index.js';
import type { LedgerModule } from '../ledger/index.js';
import type { NotificationsModule } from '../notifications/index.js';
import type { OrganizationsModule } from '../organizations/index.js';
import type { PeopleModule } from '../people/index.js';
import type { RequestsModule } from '../requests/index.js';
import type { TargetsModule } from '../targets/index.js';
import type { ErasureRecord } from './erasure.model.js';

export interface PrivacyDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly organizations: OrganizationsModule;
  readonly people: PeopleModule;
  readonly absences: AbsencesModule;
  readonly attachments: AttachmentsModule;
  readonly catalog: CatalogModule;
  readonly ledger: LedgerModule;
  readonly targets: TargetsModule;
  readonly requests: RequestsModule;
  readonly leaderboard: LeaderboardModule;
  readonly notifications: NotificationsModule;
  readonly imports: ImportsModule;
}

export interface PrivacyParts extends PrivacyDependencies {
  readonly erasures: Model<ErasureRecord>;
}
