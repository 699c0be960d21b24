import path from 'node:path';
import { systemActor } from '../kernel/actor.js';
import { localDateOf } from '../kernel/local-date.js';
import { periodOfDate, type Calendar } from '../kernel/period.js';
import { inOrganization, quietly } from '../platform/request-context.js';
import { loadCompany } from './company.js';
import { DEMO_PASSWORD, demoAccounts, type DemoAccount } from './demo-accounts.js';
import type { DemoServices } from './demo-services.js';
import { DEMO_SIZE, historyStart, planHistory, type DemoSize } from './plan-history.js';
import { writeHistory } from './write-history.js';

const CALENDAR: Calendar = { zone: 'Asia/Kolkata', fiscalStartMonth: 4 };

/** Where the people come from; see data/adventureworks/README.md. */
const PEOPLE_FILE = ['data', 'adventureworks', 'people.csv'];

export interface DemoOptions {
  /** The project's folder. */
  readonly rootDir: string;
  /** The moment that the history leads up to. */
  readonly now: Date;
  readonly size?: DemoSize;
  /** What is being done, and how much of the whole is, from 0 to 1. */
  readonly onProgress?: (stage: string, share: number) => void;
}

/** Of the whole time, people take so much. */
const PEOPLE_SHARE = 0.05;

/**
 * Makes the demo company and two fiscal years of its history, through the services that people use, on a clock that
 * walks through them. Nobody is told of any of it. Afterwards the clock stands at `now`.
 */
export async function createDemo(services: DemoServices, options: DemoOptions): Promise<DemoAccount[]> {
  const { organizations, clock, leaderboard, ledger } = services;
  const { now, onProgress = () => undefined } = options;
  const today = localDateOf(now, CALENDAR.zone);
  clock.set(`${historyStart(today, CALENDAR)}T09:00:00+05:30`);
  onProgress('people', 0);
  const organization = await organizations.create({ name: 'AdventureWorks', calendar: CALENDAR });
  return inOrganization(organization.id, () =>
    quietly(async () => {
      await importPeople(services, organization.id, options.rootDir);
      const company = await loadCompany(services);
      const plan = planHistory(company, today, CALENDAR, options.size ?? DEMO_SIZE);
      await writeHistory(services, company, plan, (done, total) => {
        onProgress('history', PEOPLE_SHARE + (1 - PEOPLE_SHARE) * (done / total));
      });
      clock.set(now);
      await leaderboard.rebuild();
      const { quarter } = periodOfDate(today, CALENDAR);
      const team = company.reportsOf(company.busiestManager).map(({ id }) => id);
      const totals = await ledger.totals(team, [quarter]);
      return demoAccounts(company, (personId) => totals.get(personId)?.[quarter]?.regular ?? 0);
    }),
  );
}

async function importPeople(
  { catalog, imports, people }: DemoServices,
  organizationId: string,
  rootDir: string,
): Promise<void> {
  const actor = systemActor(organizationId, 'demo');
  await catalog.installStartingCatalogue(actor);
  const initialPasswordHash = await people.access.hashPassword(DEMO_PASSWORD);
  const { id } = await imports.checkPeople(actor, { path: path.join(rootDir, ...PEOPLE_FILE), name: 'people.csv' });
  await imports.confirm(actor, id, { initialPasswordHash, mustChangePassword: false });
  await imports.settled(id);
  const { status } = await imports.byId(actor, id);
  if (status !== 'completed') throw new Error('the people of the demo could not be imported');
}
