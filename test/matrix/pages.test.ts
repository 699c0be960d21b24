import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage, signIn, submit, type Agent } from '../support/agents.js';
import { fillCompany } from '../support/busy-company.js';
import { problemsOfPage } from '../support/valid-html.js';
import { EXPECTED } from './expectations.js';
import { eyesFor, KINDS } from './kinds.js';
import { nameOf, openStage, ROUTES, type Stage } from './stage.js';

const PAGES = ROUTES.filter((route) => route.method === 'GET' && route.page !== undefined);

describe('every page', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.app.close());

  /** Looks at every page with the eyes of everybody who is let in. */
  function lookAtAll(): void {
    const shown = PAGES.filter((route) => KINDS.some((kind) => EXPECTED[nameOf(route)]?.who[kind] === 'in'));
    test.each(shown.map((route) => [route.path, route] as const))('%s', async (_path, route) => {
      const row = EXPECTED[nameOf(route)];
      if (row === undefined) throw new Error('this route has no row');
      for (const kind of eyesFor(row.who)) {
        const agent = await stage.agentOf(kind, route, row);
        const answer = await openPage(agent, await stage.addressOf(route, row));
        expect({ kind, status: answer.status }).toEqual({ kind, status: 200 });
        expect(answer.type).toBe('text/html');
        expect({ kind, problems: problemsOfPage(answer.text) }).toEqual({ kind, problems: [] });
      }
    });
  }

  describe('is valid while little has happened', lookAtAll);

  describe('is valid in the middle of things', () => {
    beforeAll(() => fillCompany(stage.app, stage.cast, stage.records));
    lookAtAll();

    test('requests in every state', async () => {
      const employee = await stage.cast.as('employee');
      const { body } = await employee.get('/employee/requests');
      const { items } = body as { items: { id: string; status: string; category: { unit: string } }[] };
      expect(new Set(items.map(({ status }) => status))).toEqual(
        new Set(['pending', 'approved', 'rejected', 'withdrawn']),
      );
      const manager = await stage.cast.as('manager');
      for (const { id, category } of items) {
        await assertValid(employee, `/employee/requests/${id}`);
        if (category.unit === 'pm') await assertValid(manager, `/pm/requests/${id}`);
      }
    });

    test('lists with every filter that narrows them to nothing', async () => {
      const manager = await stage.cast.as('manager');
      const central = await stage.cast.as('central');
      const nothing = 'q=zzz&department=Finance&grade=A1&quarter=2019-Q1';
      await assertValid(manager, `/pm/requests?status=all&category=mentoring&${nothing}`);
      await assertValid(central, `/central/dashboard?location=UK&sort=name&order=asc&${nothing}`);
      await assertValid(central, '/central/leaderboard?period=2019-Q1&class=bonus&grade=A1');
      await assertValid(manager, '/employee/history?period=2019&category=mentoring&kind=award&status=credited');
      await assertValid(manager, '/people?q=zzz');
      await assertValid(manager, '/people?q=a&size=1&page=2');
    });
  });

  describe('is valid where it refuses', () => {
    test('forms that come back', async () => {
      const employee = await stage.cast.as('employee');
      const manager = await stage.cast.as('manager');
      const central = await stage.cast.as('central');
      const forms: readonly [Agent, string, Record<string, string>][] = [
        [employee, '/employee/raise-request', {}],
        [
          employee,
          '/employee/raise-request',
          { categoryCode: 'mindshare', eventDate: '2025-11-13', notes: 'A <b>"blog"</b>' },
        ],
        [manager, `/pm/requests/${stage.records.requests.pm.id}/decision`, { decision: 'approve', notes: '' }],
        [central, '/central/export', { format: 'csv', from: '2025-07-01', to: '2025-06-30' }],
        [await stage.cast.as('hrAdmin'), '/hr/imports/people', {}],
        [
          await signIn(stage.app, stage.cast.people.dp),
          '/auth/change-password',
          { currentPassword: 'no', newPassword: 'no' },
        ],
      ];
      for (const [agent, path, fields] of forms) {
        const answer = await submit(agent, path, fields);
        expect({ path, status: answer.status }).toEqual({ path, status: 422 });
        expect({ path, problems: problemsOfPage(answer.text) }).toEqual({ path, problems: [] });
      }
    });

    test('error pages', async () => {
      const employee = await stage.cast.as('employee');
      for (const [path, status] of [
        ['/nowhere', 404],
        ['/pm/dashboard', 403],
        ['/employee/requests?size=0', 422],
      ] as const) {
        const answer = await openPage(employee, path);
        expect(answer.status).toBe(status);
        expect(problemsOfPage(answer.text)).toEqual([]);
      }
    });
  });
});

async function assertValid(agent: Agent, path: string): Promise<void> {
  const answer = await openPage(agent, path);
  expect({ path, status: answer.status }).toEqual({ path, status: 200 });
  expect({ path, problems: problemsOfPage(answer.text) }).toEqual({ path, problems: [] });
}
