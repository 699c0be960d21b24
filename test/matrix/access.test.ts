import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../src/modules/people/index.js';
import { GRANT_CODE_NAMES } from '../../src/kernel/units.js';
import type { Route } from '../../src/web/route.js';
import { routeTable } from '../../src/web/route-table.js';
import { account, anonymous, BROWSER, formToken, signIn, type Agent, type Answer } from '../support/agents.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { createCast, type Cast } from '../support/cast.js';
import { raise, type DecidingUnit } from '../support/records.js';
import { createRecords, type SampleRecords } from '../support/sample-records.js';
import { EXPECTED, type Row } from './expectations.js';
import { KINDS, roleOf, type Kind } from './kinds.js';

/** The table as tests have it; which routes there are does not depend on what the services do. */
const ROUTES = routeTable({ config: { mode: 'test', publicUrl: 'http://localhost' }, mailbox: {} } as never);
const nameOf = (route: Route) => `${route.method} ${route.path}`;

describe('every route x every kind of person', () => {
  let app: TestApp;
  let cast: Cast;
  let records: SampleRecords;
  let otherAdmin: Person;
  let otherAgent: Agent;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    records = await createRecords(app, cast);
    const other = await app.tenant();
    otherAdmin = await account(app, other, { email: 'guy1@elsewhere.com', grade: 'D2', grants: GRANT_CODE_NAMES });
    otherAgent = await signIn(app, otherAdmin);
  });
  afterAll(() => app.close());

  test('every route has a row, and every row a route', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual(ROUTES.map(nameOf).sort());
  });

  async function agentOf(kind: Kind, { unit }: Pick<Route, 'unit'>, fresh: boolean): Promise<Agent> {
    if (kind === 'anonymous') return anonymous(app);
    if (kind === 'otherAdmin') return fresh ? signIn(app, otherAdmin) : otherAgent;
    const role = roleOf(kind, unit);
    return fresh ? signIn(app, cast.people[role]) : cast.as(role);
  }

  async function idOf(record: Row['id'], unit: Route['unit']): Promise<string> {
    switch (record) {
      case undefined:
        return '';
      case 'unitRequest':
        return records.requests[unit as DecidingUnit].id;
      case 'ownRequest':
        return records.requests.pm.id;
      case 'freshRequest':
        return (await raise(cast)).id;
      case 'evidence':
        return records.evidence;
      case 'import':
        return records.importId;
      case 'person':
        return cast.people.employee.id;
      case 'mail':
        return records.mail;
    }
  }

  async function ask(route: Route, row: Row, kind: Kind, asPage: boolean): Promise<Answer> {
    const unit = row.unit ?? route.unit;
    const agent = await agentOf(kind, { ...(unit !== undefined && { unit }) }, row.endsSession === true);
    const address = route.path.replace(':id', await idOf(row.id, route.unit));
    const accept = asPage ? BROWSER : 'application/json';
    if (route.method === 'GET') return agent.get(address).set('Accept', accept);
    const fields = row.who[kind] === 'in' ? {} : (row.body ?? {});
    if (!asPage) return agent.post(address).set('Accept', accept).send(fields);
    const form = kind === 'anonymous' ? fields : { ...fields, _csrf: await formToken(agent) };
    return agent.post(address).set('Accept', accept).type('form').send(form);
  }

  function expectedStatus(row: Row, kind: Kind, asPage: boolean): number {
    const access = row.who[kind];
    if (access === 'in') return (asPage ? row.page : undefined) ?? row.answer ?? 200;
    return access === 401 && asPage ? 303 : access;
  }

  describe.each([
    ['as JSON', false],
    ['as a page', true],
  ])('%s', (_name, asPage) => {
    test.each(ROUTES.map((route) => [nameOf(route), route] as const))('%s', async (name, route) => {
      const row = EXPECTED[name];
      if (row === undefined) throw new Error('this route has no row');
      const answers: Record<string, string> = {};
      const expected: Record<string, string> = {};
      for (const kind of KINDS) {
        const answer = await ask(route, row, kind, asPage);
        answers[kind] = String(answer.status);
        expected[kind] = String(expectedStatus(row, kind, asPage));
        if (answers[kind] !== expected[kind]) answers[kind] += `: ${answer.text?.slice(0, 300)}`;
        if (row.who[kind] === 401 && asPage) expect(answer.headers['location']).toMatch(/^\/auth\/login/);
      }
      expect(answers).toEqual(expected);
    });
  });
});
