import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Route } from '../../src/web/route.js';
import { BROWSER, formToken, type Agent, type Answer } from '../support/agents.js';
import { EXPECTED } from './expectations.js';
import type { Row } from './row.js';
import { KINDS, type Kind } from './kinds.js';
import { nameOf, openStage, ROUTES, type Stage } from './stage.js';

describe('every route x every kind of person', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.app.close());

  test('every route has a row, and every row a route', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual(ROUTES.map(nameOf).sort());
  });

  /** A session keeps its token; each device asks for it once. */
  const tokens = new WeakMap<Agent, Promise<string>>();
  function tokenOf(agent: Agent): Promise<string> {
    const token = tokens.get(agent) ?? formToken(agent);
    tokens.set(agent, token);
    return token;
  }

  async function ask(route: Route, row: Row, kind: Kind, asPage: boolean): Promise<Answer> {
    const agent = await stage.agentOf(kind, route, row);
    const address = await stage.addressOf(route, row);
    const accept = asPage ? BROWSER : 'application/json';
    if (route.method === 'GET') return agent.get(address).set('Accept', accept);
    const fields = row.who[kind] === 'in' ? {} : (row.body ?? {});
    if (!asPage) return agent.post(address).set('Accept', accept).send(fields);
    const form = kind === 'anonymous' ? fields : { ...fields, _csrf: await tokenOf(agent) };
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
        if (answers[kind] !== expected[kind]) answers[kind] += `: ${answer.text.slice(0, 300)}`;
        if (row.who[kind] === 401 && asPage) expect(answer.headers['location']).toMatch(/^\/auth\/login/);
      }
      expect(answers).toEqual(expected);
    });
  });
});
