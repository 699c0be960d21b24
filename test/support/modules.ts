import path from 'node:path';
import { type ManualClock } from '../../src/kernel/clock.js';
import { createAbsences } from '../../src/modules/absences/index.js';
import { createAttachments } from '../../src/modules/attachments/index.js';
import { createAudit } from '../../src/modules/audit/index.js';
import { createBonuses } from '../../src/modules/bonuses/index.js';
import { createCatalog } from '../../src/modules/catalog/index.js';
import { createLedger } from '../../src/modules/ledger/index.js';
import { createOrganizations } from '../../src/modules/organizations/index.js';
import { createPeople, type PeopleModule } from '../../src/modules/people/index.js';
import { createRequests, type RequestsModule } from '../../src/modules/requests/index.js';
import { createTargets } from '../../src/modules/targets/index.js';
import { createOutbox } from '../../src/platform/outbox/index.js';
import type { Storage } from '../../src/platform/storage/index.js';
import { accountMail } from './account-mail.js';
import { silentLogger } from './temporary-storage.js';

export type Modules = ReturnType<typeof wireModules>;

/** The modules as one process has them, on a storage and a clock of the test. */
export function wireModules(storage: Storage, clock: ManualClock, folder: string) {
  const uploadsDir = path.join(folder, 'uploads');
  const outbox = createOutbox({ storage, clock, logger: silentLogger });
  const base = { storage, outbox, clock };
  const late: { people?: PeopleModule; requests?: RequestsModule } = {};
  const organizations = createOrganizations({
    ...base,
    uploadsDir,
    usage: (list, value) => late.people?.listUse(list, value) ?? Promise.resolve({ people: 0, deactivated: 0 }),
  });
  const mail = accountMail(storage, clock);
  const people = createPeople({
    ...base,
    accountMail: mail,
    logger: silentLogger,
    organizations,
    config: {
      passwordPepper: 'pepper of the tests, long enough',
      tokenSecret: 'token secret of the tests, long enough',
      bcryptCost: 4,
    },
    singleProcess: false,
    openItems: {
      count: (personId) => late.requests?.openItems(personId) ?? Promise.resolve(0),
      byUnit: (personId) => late.requests?.openItemsByUnit(personId) ?? Promise.resolve({}),
      handOver: async (...given) => void (await late.requests?.handOver(...given)),
    },
  });
  late.people = people;
  const absences = createAbsences({ ...base, organizations, people, requests: () => requests.absentDeciders });
  const attachments = createAttachments({ ...base, uploadsDir });
  const audit = createAudit(base);
  const catalog = createCatalog({
    ...base,
    organizations,
    usage: (codes) => late.requests?.usageOfCategories(codes) ?? Promise.resolve(new Map()),
  });
  const ledger = createLedger({ ...base, organizations });
  const targets = createTargets({ ...base, organizations });
  const bonuses = createBonuses({ ...base, logger: silentLogger, organizations, people, catalog, ledger, targets });
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
  late.requests = requests;
  const { mailer } = mail;
  return {
    mailer,
    outbox,
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
    uploadsDir,
  };
}
