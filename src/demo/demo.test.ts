import { mkdtemp, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileTypeFromBuffer } from 'file-type';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig, type Config } from '../config.js';
import { openContainer, type Container } from '../container.js';
import { addDays, localDateOf, weekdayOf } from '../kernel/local-date.js';
import { periodOfDate } from '../kernel/period.js';
import { inOrganization } from '../platform/request-context.js';
import { limitFor } from '../modules/catalog/index.js';
import type { Activity } from './activity.js';
import { loadCompany, type Company } from './company.js';
import { evidencePdf } from './evidence-file.js';
import type { Award } from './plan-awards.js';
import { DEMO_PASSWORD, prepareDemo, type DemoServices } from './index.js';
import { planHistory } from './plan-history.js';

const NOW = new Date('2026-02-10T06:30:00Z');
const TODAY = '2026-02-10';
const SIZE = { entries: 60, pending: 20, utilizationMonths: 1 };
const CALENDAR = { zone: 'Asia/Kolkata', fiscalStartMonth: 4 };
const LONG_MS = 180_000;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'demo-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function configFor(name: string): Config {
  const environment = {
    NODE_ENV: 'test',
    DATA_DIR: path.join(folder, name, 'data'),
    UPLOADS_DIR: path.join(folder, name, 'uploads'),
    BCRYPT_COST: '4',
  };
  return readConfig(environment, fileURLToPath(new URL('../..', import.meta.url)));
}

const quiet = { now: NOW, size: SIZE, onProgress: () => undefined };

describe('the demo', () => {
  let config: Config;
  let container: Container;
  let company: Company;
  let organizationId: string;

  const count = (collection: string, filter = {}) =>
    container.storage.connection.db?.collection(collection).countDocuments(filter);

  beforeAll(async () => {
    config = configFor('whole');
    await prepareDemo(config, quiet);
    container = await openContainer(config);
    organizationId = (await container.organizations.list())[0]?.id ?? '';
    company = await inOrganization(organizationId, () => loadCompany(container as unknown as DemoServices));
  }, LONG_MS);
  afterAll(() => container.close());

  it('has 288 people of one organization, all with the one password, which may stay', async () => {
    expect(await container.organizations.list()).toMatchObject([{ name: 'AdventureWorks', calendar: CALENDAR }]);
    expect(await count('people')).toBe(288);
    for (const email of ['garrett0@adventure-works.com', 'ken0@adventure-works.com']) {
      const actor = await container.people.access.signIn({ email, password: DEMO_PASSWORD });
      expect(actor.mustChangePassword).toBe(false);
    }
  });

  it('has as much history as was asked for, in a ledger that verifies', async () => {
    expect(await count('entries')).toBe(SIZE.entries);
    expect(await count('requests', { status: 'pending' })).toBe(SIZE.pending);
    expect(await count('utilizations')).toBeGreaterThan(100);
    await inOrganization(organizationId, async () => {
      for await (const difference of container.ledger.verify()) expect(difference).toBeUndefined();
    });
    expect(await count('boards')).toBeGreaterThan(0);
  });

  it('told nobody', async () => {
    for (const collection of ['outbox', 'mails', 'notifications'])
      expect([collection, await count(collection)]).toEqual([collection, 0]);
    expect(await count('events')).toBeGreaterThan(500);
  });

  it('knows its accounts at the next start without opening the data', async () => {
    const accounts = await prepareDemo(config, quiet);
    expect(accounts.map(({ role }) => role)).toEqual([
      'Employee',
      'PM (manager of the employee)',
      'PM-Architect',
      'HR administration',
      'HR updater',
      'HR validator',
      'Talent acquisition updater',
      'Talent acquisition validator',
      'L&D updater',
      'L&D validator',
      'PMO updater',
      'PMO validator',
      'Pre-sales approver',
      'Marketing approver',
      'Delivery partner',
      'Central',
    ]);
    expect(accounts[0]).toEqual({
      role: 'Employee',
      name: expect.any(String),
      email: expect.stringMatching(/@adventure-works\.com$/),
      password: DEMO_PASSWORD,
    });
  });

  describe('as planned in full', () => {
    let plan: readonly Activity[];
    let awards: readonly Award[];
    const days = (at: Date) => localDateOf(at, CALENDAR.zone);
    beforeAll(() => {
      ({ activities: plan, awards } = planHistory(company, TODAY, CALENDAR));
    });

    it('is the same for the same day, and another one for another day', () => {
      expect(planHistory(company, TODAY, CALENDAR)).toEqual({ activities: plan, awards });
      expect(planHistory(company, '2026-03-10', CALENDAR)).not.toEqual({ activities: plan, awards });
    });

    it('has 4 000 entries over two fiscal years, and 60 claims that wait, on working days before today', () => {
      const claims = plan.filter(({ kind }) => kind !== 'utilization');
      const awarded = awards.reduce((sum, { personIds }) => sum + personIds.length, 0);
      expect(claims.filter(({ outcome }) => outcome.kind === 'approve').length + awarded).toBe(4000);
      expect(claims.filter(({ outcome }) => outcome.kind === 'pending')).toHaveLength(60);
      expect(new Set(claims.map(({ eventDate }) => periodOfDate(eventDate, CALENDAR).year))).toEqual(
        new Set([2024, 2025]),
      );
      for (const { claimedAt, eventDate, outcome } of claims) {
        const moments = outcome.kind === 'pending' ? [claimedAt] : [claimedAt, outcome.at];
        expect(eventDate <= days(claimedAt)).toBe(true);
        for (const moment of moments) {
          expect(days(moment) < TODAY).toBe(true);
          expect([1, 2, 3, 4, 5]).toContain(weekdayOf(days(moment)));
        }
      }
    });

    it('gives awards on working days before today, to each person once and never to the giver', () => {
      for (const { personIds, giverId, day } of awards) {
        expect(personIds).not.toContain(giverId);
        expect(new Set(personIds).size).toBe(personIds.length);
        expect(day < TODAY).toBe(true);
        expect([1, 2, 3, 4, 5]).toContain(weekdayOf(day));
      }
    });

    it('spreads what waits over many deciders and ages, with enough for the largest team', () => {
      const pending = plan.filter(({ outcome }) => outcome.kind === 'pending');
      const counts = new Map<string, number>();
      for (const { deciderId } of pending) counts.set(deciderId, (counts.get(deciderId) ?? 0) + 1);
      expect(counts.size).toBeGreaterThan(15);
      expect(counts.get(company.busiestManager.id)).toBeGreaterThanOrEqual(5);
      expect(counts.get(company.topManager.id)).toBeGreaterThanOrEqual(5);
      expect(new Set(pending.map(({ claimedAt }) => days(claimedAt))).size).toBeGreaterThan(5);
      expect(pending.every(({ claimedAt }) => days(claimedAt) >= addDays(TODAY, -16))).toBe(true);
      expect(new Set(pending.map(({ unit }) => unit)).size).toBeGreaterThan(5);
    });

    it('keeps limits, and lets nobody decide the own claim', () => {
      const used = new Map<string, number>();
      for (const { categoryCode, personId, claimantId, deciderId, eventDate, kind } of plan) {
        expect([personId, claimantId]).not.toContain(deciderId);
        const category = company.categories.get(categoryCode);
        const person = company.people.find(({ id }) => id === personId);
        if (kind === 'utilization' || category === undefined || person === undefined) continue;
        const key = `${personId} ${categoryCode} ${periodOfDate(eventDate, CALENDAR).quarter}`;
        used.set(key, (used.get(key) ?? 0) + 1);
        expect(used.get(key)).toBeLessThanOrEqual(limitFor(category, person.grade) ?? Infinity);
      }
    });

    it('has utilization of six months, one for a person and month', () => {
      const months = plan.flatMap(({ utilization, personId }) =>
        utilization === undefined ? [] : [`${utilization.month} ${personId}`],
      );
      expect(new Set(months).size).toBe(months.length);
      expect([...new Set(months.map((key) => key.slice(0, 7)))].sort()).toEqual([
        '2025-08',
        '2025-09',
        '2025-10',
        '2025-11',
        '2025-12',
        '2026-01',
      ]);
    });
  });
});

describe('preparing the demo', () => {
  it(
    'begins anew when it was not finished, and finishes',
    async () => {
      const config = configFor('unfinished');
      const dying = () => {
        throw new Error('killed');
      };
      await expect(
        prepareDemo(config, { ...quiet, onProgress: (stage) => (stage === 'history' ? dying() : undefined) }),
      ).rejects.toThrow('killed');
      expect(await readFile(path.join(config.dataDir, 'demo.json'), 'utf8')).toContain('unfinished');
      const accounts = await prepareDemo(config, quiet);
      expect(accounts.length).toBeGreaterThan(10);
      const container = await openContainer(config);
      try {
        const { db } = container.storage.connection;
        expect(await container.organizations.count()).toBe(1);
        expect(await db?.collection('people').countDocuments()).toBe(288);
        expect(await db?.collection('entries').countDocuments()).toBe(SIZE.entries);
      } finally {
        await container.close();
      }
    },
    LONG_MS,
  );

  it('leaves data alone that are not its own', async () => {
    const config = configFor('foreign');
    await mkdir(config.dataDir, { recursive: true });
    await writeFile(path.join(config.dataDir, 'data.sqlite'), 'somebody else');
    expect(await prepareDemo(config, quiet)).toEqual([]);
    expect(await readFile(path.join(config.dataDir, 'data.sqlite'), 'utf8')).toBe('somebody else');
  });

  it('never fills a database server', async () => {
    const config = { ...configFor('server'), mongoUri: 'mongodb://127.0.0.1:1/?replicaSet=none' };
    expect(await prepareDemo(config, quiet)).toEqual([]);
  });
});

describe('evidence of the demo', () => {
  it('is a PDF, the same for the same lines', async () => {
    const pdf = evidencePdf(['Value Add (accelerators)', 'Zoë \\ Brösé']);
    expect(await fileTypeFromBuffer(pdf)).toEqual({ ext: 'pdf', mime: 'application/pdf' });
    expect(pdf.equals(evidencePdf(['Value Add (accelerators)', 'Zoë \\ Brösé']))).toBe(true);
    expect(pdf.toString('latin1')).toContain('(Value Add \\(accelerators\\)) Tj');
  });
});
