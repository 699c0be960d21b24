import type { Config } from '../config.js';
import type { Clock } from '../kernel/clock.js';
import type { Logger } from '../platform/logger.js';
import type { Mailbox, Mailer } from '../platform/mailer/index.js';
import type { Idempotency } from '../platform/idempotency/index.js';
import type { Outbox } from '../platform/outbox/index.js';
import type { RateLimits } from '../platform/rate-limit/index.js';
import type { SingleSignOn } from '../platform/single-sign-on/index.js';
import type { Storage } from '../platform/storage/index.js';
import type { AbsencesModule } from '../modules/absences/index.js';
import type { AnnouncementsModule } from '../modules/announcements/index.js';
import type { AttachmentsModule } from '../modules/attachments/index.js';
import type { AuditModule } from '../modules/audit/index.js';
import type { BonusesModule } from '../modules/bonuses/index.js';
import type { CatalogModule } from '../modules/catalog/index.js';
import type { ExportsModule } from '../modules/exports/index.js';
import type { ImportsModule } from '../modules/imports/index.js';
import type { LeaderboardModule } from '../modules/leaderboard/index.js';
import type { LedgerModule } from '../modules/ledger/index.js';
import type { MailsModule } from '../modules/mails/index.js';
import type { NotificationsModule } from '../modules/notifications/index.js';
import type { Organization, OrganizationsModule } from '../modules/organizations/index.js';
import type { PrivacyModule } from '../modules/privacy/index.js';
import type { Calendar } from '../kernel/period.js';
import type { PeopleModule } from '../modules/people/index.js';
import type { ReportsModule } from '../modules/reports/index.js';
import type { RequestsModule } from '../modules/requests/index.js';
import type { VerificationModule } from '../modules/verification/index.js';
import type { TargetsModule } from '../modules/targets/index.js';

export interface FirstRunInput {
  readonly organization: { readonly name: string; readonly calendar: Calendar };
  readonly administrator: {
    readonly name: string;
    readonly email: string;
    readonly employeeId: string;
    readonly password: string;
  };
}

/** Sets up an empty installation: organization, starting catalogue, first administrator, all or nothing. */
export interface FirstRun {
  /** Shown on the console only. */
  readonly token: string;
  accepts(token: string): boolean;
  run(input: FirstRunInput): Promise<Organization>;
}

/** Everything that pages and routes may call. The container builds it. */
export interface Services {
  readonly config: Config;
  /** True where the data are those of the demo, which pages then say. */
  readonly demo: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly rateLimits: RateLimits;
  readonly idempotency: Idempotency;
  readonly mailer: Mailer;
  /** Kept mails where no mail server is configured; undefined otherwise. */
  readonly mailbox: Mailbox | undefined;
  /** The organization's own sign-in; undefined where there is none. */
  readonly singleSignOn: SingleSignOn | undefined;
  readonly firstRun: FirstRun;
  readonly organizations: OrganizationsModule;
  readonly people: PeopleModule;
  readonly absences: AbsencesModule;
  readonly attachments: AttachmentsModule;
  readonly audit: AuditModule;
  readonly catalog: CatalogModule;
  readonly ledger: LedgerModule;
  readonly targets: TargetsModule;
  readonly bonuses: BonusesModule;
  readonly requests: RequestsModule;
  readonly leaderboard: LeaderboardModule;
  readonly notifications: NotificationsModule;
  readonly mails: MailsModule;
  readonly reports: ReportsModule;
  readonly exports: ExportsModule;
  readonly announcements: AnnouncementsModule;
  readonly imports: ImportsModule;
  readonly privacy: PrivacyModule;
  readonly verification: VerificationModule;
}
