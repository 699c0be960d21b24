import path from 'node:path';
import { systemActor, type SystemActor } from '../../src/kernel/actor.js';
import { ManualClock } from '../../src/kernel/clock.js';
import { grantFromCode } from '../../src/kernel/units.js';
import {
  createOrganizations,
  type NewOrganization,
  type Organization,
  type OrganizationsModule,
} from '../../src/modules/organizations/index.js';
import { createPeople, type NewPerson, type PeopleModule, type Person } from '../../src/modules/people/index.js';
import { createOutbox, type Outbox } from '../../src/platform/outbox/index.js';
import { inOrganization } from '../../src/platform/request-context.js';
import type { Mailer } from '../../src/platform/mailer/index.js';
import { accountMail } from './account-mail.js';
import { createTestStorage, type TestStorage } from './storage.js';
import { silentLogger } from './temporary-storage.js';

/** The demo's password; it breaks no rule. */
export const PASSWORD = 'Points-demo-2026';

export type AccessPersonOverrides = Partial<Omit<NewPerson, 'grants'>> & { readonly grants?: readonly string[] };

/** An organization with factories for people who can sign in. */
export interface AccessTenant {
  readonly organization: Organization;
  readonly system: SystemActor;
  run<T>(work: () => Promise<T>): Promise<T>;
  /** What a registration needs, with values that break no rule. */
  input(overrides?: AccessPersonOverrides): NewPerson;
  person(overrides?: AccessPersonOverrides): Promise<Person>;
  /** A person whose password is PASSWORD and may stay. */
  account(overrides?: AccessPersonOverrides): Promise<Person>;
}

/** Organizations, people and access, real, and nothing above them. */
export interface AccessWorld extends TestStorage {
  readonly clock: ManualClock;
  readonly outbox: Outbox;
  readonly organizations: OrganizationsModule;
  readonly people: PeopleModule;
  readonly mailer: Mailer;
  /** How many items wait for a person, as the requests module would say. */
  readonly openItems: Map<string, number>;
  tenant(input?: Partial<NewOrganization>): Promise<AccessTenant>;
}

/** Wednesday, 12 November 2025, 11:30 in Kolkata. */
const START = '2025-11-12T06:00:00Z';

export async function createAccessWorld(
  options: { readonly singleProcess?: boolean; readonly smtpUrl?: string } = {},
): Promise<AccessWorld> {
  const opened = await createTestStorage();
  const clock = new ManualClock(START);
  const { storage } = opened;
  const outbox = createOutbox({ storage, clock, logger: silentLogger });
  const late: { people?: PeopleModule } = {};
  const organizations = createOrganizations({
    ...{ storage, outbox, clock },
    uploadsDir: path.join(opened.folder, 'uploads'),
    usage: (list, value) => late.people?.listUse(list, value) ?? Promise.resolve({ people: 0, deactivated: 0 }),
  });
  const openItems = new Map<string, number>();
  const mail = accountMail(storage, clock, options.smtpUrl);
  const people = createPeople({
    ...{ storage, outbox, clock, organizations },
    accountMail: mail,
    logger: silentLogger,
    config: {
      passwordPepper: 'pepper of the tests, long enough',
      tokenSecret: 'token secret of the tests, long enough',
      bcryptCost: 4,
    },
    singleProcess: options.singleProcess ?? false,
    openItems: {
      count: (personId) => Promise.resolve(openItems.get(personId) ?? 0),
      byUnit: (personId) => Promise.resolve({ pm: openItems.get(personId) ?? 0 }),
      handOver: (_actor, personId) => {
        openItems.delete(personId);
        return Promise.resolve();
      },
    },
  });
  late.people = people;
  await storage.prepare();
  let tenants = 0;
  return {
    ...opened,
    ...{ clock, outbox, organizations, people, openItems, mailer: mail.mailer },
    async tenant(input = {}) {
      tenants += 1;
      const organization = await organizations.create({ name: `AdventureWorks ${tenants}`, ...input });
      return tenantOf(organization, people);
    },
  };
}

function tenantOf(organization: Organization, people: PeopleModule): AccessTenant {
  const system = systemActor(organization.id, 'test');
  const run = <T>(work: () => Promise<T>): Promise<T> => inOrganization(organization.id, work);
  let count = 0;

  function input({ grants = [], ...overrides }: AccessPersonOverrides = {}): NewPerson {
    count += 1;
    return {
      name: `Guy Gilbert ${count}`,
      email: `guy${count}@adventure-works.com`,
      employeeId: `AW${String(count).padStart(4, '0')}`,
      ...{ grade: 'C1', department: 'IT', location: 'India', level: 'Senior', joiningDate: '2020-01-06' },
      grants: grants.map((code) => {
        const grant = grantFromCode(code);
        if (grant === undefined) throw new Error(`no grant code: ${code}`);
        return grant;
      }),
      ...overrides,
    };
  }

  return {
    ...{ organization, system, run, input },
    person: (overrides) => run(() => people.register(system, input(overrides))),
    account: (overrides) =>
      run(async () => {
        const initialPasswordHash = await people.access.hashPassword(PASSWORD);
        const [person] = await people.registerMany(system, [input(overrides)], {
          initialPasswordHash,
          mustChangePassword: false,
        });
        if (person === undefined) throw new Error('nobody registered');
        return person;
      }),
  };
}

/** Types of the events about a record, the oldest first. */
export async function eventsAbout({ storage }: Pick<AccessWorld, 'storage'>, subjectId: string): Promise<string[]> {
  const events = storage.connection.collection('events');
  const records = await events.find({ 'subject.id': subjectId }).sort({ at: 1, _id: 1 }).toArray();
  return records.map((record) => String(record['type']));
}
