import path from 'node:path';
import type { RequestHandler } from 'express';
import type { Config } from './config.js';
import { createFirstRun } from './first-run.js';
import { systemClock, type Clock } from './kernel/clock.js';
import { createLogger, type Logger } from './platform/logger.js';
import { createIdempotency } from './platform/idempotency/index.js';
import { createMailer } from './platform/mailer/index.js';
import { createOutbox } from './platform/outbox/index.js';
import { createRateLimits } from './platform/rate-limit/index.js';
import { connectRedis, type RedisClients } from './platform/redis/index.js';
import { createScheduler, type Scheduler } from './platform/scheduler/index.js';
import { createSessionMiddleware, createSessions } from './platform/session/index.js';
import { createSingleSignOn } from './platform/single-sign-on/index.js';
import { openStorage } from './platform/storage/index.js';
import { ABSENCE_JOB, createAbsences } from './modules/absences/index.js';
import { createAnnouncements } from './modules/announcements/index.js';
import { createAttachments, removeUnclaimedEverywhere, UNCLAIMED_JOB } from './modules/attachments/index.js';
import { createAudit } from './modules/audit/index.js';
import { createBonuses } from './modules/bonuses/index.js';
import { createCatalog } from './modules/catalog/index.js';
import { createExports } from './modules/exports/index.js';
import { createImports } from './modules/imports/index.js';
import { BOARD_JOB, createLeaderboard, renewBoardsEverywhere } from './modules/leaderboard/index.js';
import { BREAKDOWN_JOB, completeBreakdownsEverywhere, createLedger } from './modules/ledger/index.js';
import { createMails } from './modules/mails/index.js';
import { createNotifications } from './modules/notifications/index.js';
import { createOrganizations } from './modules/organizations/index.js';
import { createPeople } from './modules/people/index.js';
import { createPrivacy } from './modules/privacy/index.js';
import { createReports } from './modules/reports/index.js';
import { createRequests } from './modules/requests/index.js';
import { createTargets } from './modules/targets/index.js';
import { createVerification, VERIFICATION_JOB } from './modules/verification/index.js';
import { asset } from './web/assets.js';
import { choosePasswordLink, paths, withQuery } from './web/paths.js';
import type { Services } from './web/services.js';
import { createMessageWords, createRenderer } from './web/views/index.js';

/** Everything a process consists of, connected and ready; nothing runs in the background before `start`. */
export interface Container extends Services {
  readonly sessionMiddleware: RequestHandler;
  readonly redis: RedisClients | undefined;
  readonly scheduler: Scheduler;
  /** Starts relaying events, sending mails and doing what is due by the clock. */
  start(): void;
  /** Lets work that takes long end after the step at hand, so that no answer waits for it any more. */
  halt(): Promise<void>;
  /** Finishes what is at hand and closes every connection, in that order. */
  close(): Promise<void>;
}

export interface ContainerOptions {
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Says on every page that the data are those of the demo. */
  readonly demo?: boolean;
  /** Works beside a running application on the embedded engine. */
  readonly beside?: boolean;
}

/** Reminders come a few minutes late at most. */
const FOLLOW_UP_EVERY = 5 * 60_000;

/** The only place that constructs. @throws EngineStartError, or the driver's error when the database is not there */
export async function openContainer(config: Config, options: ContainerOptions = {}): Promise<Container> {
  const clock = options.clock ?? systemClock;
  const logger = options.logger ?? createLogger({ level: config.logLevel, pretty: config.mode === 'development' });
  const storage = await openStorage({
    uri: config.mongoUri,
    dataDir: config.dataDir,
    database: config.mongoDatabase,
    logger,
    beside: options.beside,
  });
  const redis = config.redisUrl === undefined ? undefined : connectRedis({ url: config.redisUrl, logger });
  // Only the process that owns the embedded engine may remember what it read: nobody else can change it.
  const singleProcess = storage.kind === 'embedded';
  const outbox = createOutbox({ storage, clock, logger });
  const scheduler = createScheduler({ storage, clock, logger });
  const rateLimits = createRateLimits({ redis });
  const idempotency = createIdempotency({ storage, clock });
  const mailer = createMailer({
    storage,
    clock,
    logger,
    config,
    senderOf: async () => (await organizations.current()).settings.mailSender,
  });
  const renderer = createRenderer({
    viewsDir: path.join(config.rootDir, 'views'),
    cache: config.cacheViews,
    asset,
  });

  const base = { storage, outbox, clock };
  scheduler.every('mails: tidy', 3_600_000, () => mailer.tidy());
  const mails = createMails({ storage, outbox, mailer });
  const organizations = createOrganizations({
    ...base,
    uploadsDir: config.uploadsDir,
    usage: (list, value) => people.listUse(list, value),
  });
  const sessions = createSessions({ config, storage, redis, logger });
  const people = createPeople({
    ...base,
    logger,
    organizations,
    config,
    singleProcess,
    endStored: (storedIds) => sessions.end(storedIds),
    accountMail: {
      mailer,
      renderEmail: (...mail) => renderer.renderEmail(...mail),
      publicUrl: config.publicUrl,
      links: { choosePassword: choosePasswordLink, forgotPassword: paths.auth.forgotPassword },
    },
    openItems: {
      count: (personId) => requests.openItems(personId),
      byUnit: (personId) => requests.openItemsByUnit(personId),
      handOver: async (...given) => void (await requests.handOver(...given)),
    },
  });
  const absences = createAbsences({ ...base, organizations, people, requests: () => requests.absentDeciders });
  scheduler.every(ABSENCE_JOB.name, ABSENCE_JOB.every, () => absences.keepEverywhere());
  const attachments = createAttachments({ ...base, uploadsDir: config.uploadsDir });
  scheduler.every(UNCLAIMED_JOB.name, UNCLAIMED_JOB.every, () => removeUnclaimedEverywhere(attachments, organizations));
  const audit = createAudit(base);
  const catalog = createCatalog({ ...base, organizations, usage: (codes) => requests.usageOfCategories(codes) });
  const ledger = createLedger({ ...base, organizations });
  scheduler.every(BREAKDOWN_JOB.name, BREAKDOWN_JOB.every, (stopping) =>
    completeBreakdownsEverywhere(ledger, organizations, stopping),
  );
  const targets = createTargets({ ...base, organizations });
  const bonuses = createBonuses({ ...base, logger, organizations, people, catalog, ledger, targets });
  scheduler.every('bonuses: runs', 60_000, async () => void (await bonuses.resumeStalled()));
  const requests = createRequests({
    ...base,
    organizations,
    people,
    absences,
    attachments,
    audit,
    catalog,
    ledger,
    targets,
  });
  scheduler.every('requests.follow-up', FOLLOW_UP_EVERY, () => requests.followUpEverywhere());
  const leaderboard = createLeaderboard({ ...base, logger, redis, ledger, people, organizations, singleProcess });
  scheduler.every(BOARD_JOB.name, BOARD_JOB.every, (stopping) =>
    renewBoardsEverywhere(leaderboard, organizations, stopping),
  );
  const notifications = createNotifications({
    ...base,
    mailer,
    organizations,
    people,
    catalog,
    ledger,
    requests,
    announcements: { takePart: (id, number) => announcements.takePart(id, number) },
    links: {
      ownRequest: paths.employee.request,
      unitRequest: (unit, id) => `/${unit}/requests/${id}`,
      unitQueue: (unit) => `/${unit}/requests`,
      tracker: (filter) => withQuery(paths.hr.tracker, filter),
      registration: paths.hr.registration,
      verification: paths.central.verification,
      announcement: paths.employee.announcement,
      ownRequests: paths.employee.requests,
      absence: paths.employee.absence,
      sessions: paths.auth.sessions,
      history: paths.employee.history,
      preferences: paths.employee.messages,
      messages: paths.employee.notifications,
    },
    wordsIn: createMessageWords({ strict: config.mode !== 'production' }),
    renderEmail: (...mail) => renderer.renderEmail(...mail),
    publicUrl: config.publicUrl,
  });
  scheduler.every('messages: digests', 60_000, () => notifications.sendDigestsEverywhere());
  scheduler.every('messages: tidy', 86_400_000, () => notifications.tidyEverywhere());
  const reports = createReports({
    ...base,
    ...{ organizations, people, catalog, ledger, targets, bonuses, requests, leaderboard },
  });
  const exports = createExports({
    ...base,
    ...{ logger, organizations, people, reports, singleProcess },
    folder: path.join(config.dataDir, 'exports'),
  });
  scheduler.every('exports: tidy', 600_000, () => exports.tidy());
  const announcements = createAnnouncements({ ...base, organizations, people, reports, mailer });
  const imports = createImports({ ...base, organizations, people, requests, logger, secret: config.passwordPepper });
  scheduler.every('imports: tidy', 600_000, () => imports.tidy());
  const privacy = createPrivacy({
    ...base,
    ...{ logger, organizations, people, absences, attachments, catalog, ledger, targets, requests },
    ...{ leaderboard, notifications, imports },
  });
  scheduler.every('privacy: erasures', 60_000, () => privacy.resumeErasures());
  const verification = createVerification({ ...base, logger, organizations, ledger, leaderboard });
  scheduler.every(VERIFICATION_JOB.name, VERIFICATION_JOB.every, () => verification.verifyNightlyEverywhere());
  const firstRun = createFirstRun({ storage, organizations, people, catalog });
  const singleSignOn =
    config.singleSignOn &&
    createSingleSignOn({
      config: config.singleSignOn,
      callback: config.publicUrl + paths.auth.singleSignOnCallback,
      secret: config.sessionSecret,
      clock,
      logger,
    });
  const sessionMiddleware = createSessionMiddleware({ config, storage, redis, clock, logger, sessions });
  await storage.prepare();
  const halt = async () => void (await Promise.all([bonuses.stop(), verification.stop()]));

  return {
    config,
    demo: options.demo ?? false,
    clock,
    logger,
    storage,
    outbox,
    rateLimits,
    idempotency,
    mailbox: mailer.mailbox,
    singleSignOn,
    firstRun,
    organizations,
    people,
    absences,
    attachments,
    audit,
    catalog,
    ledger,
    targets,
    bonuses,
    requests,
    leaderboard,
    notifications,
    mails,
    reports,
    exports,
    announcements,
    imports,
    privacy,
    verification,
    sessionMiddleware,
    redis,
    mailer,
    scheduler,
    start() {
      outbox.relay.start();
      people.access.asks.start();
      mailer.start();
      scheduler.start();
    },
    halt,
    async close() {
      // Long work is told before jobs are waited for, since a job may be what does it.
      const halted = halt();
      await scheduler.stop();
      await halted;
      await exports.close();
      await privacy.settled();
      await people.access.asks.stop();
      await people.access.recordRefusals();
      await outbox.relay.stop();
      await mailer.stop();
      await redis?.close();
      await storage.close();
    },
  };
}
