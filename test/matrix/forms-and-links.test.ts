import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Route } from '../../src/web/route.js';
import { BROWSER, openPage } from '../support/agents.js';
import { fillCompany } from '../support/busy-company.js';
import { addressesOf, formsOf, type PageForm } from '../support/page-forms.js';
import { EXPECTED } from './expectations.js';
import { eyesFor, KINDS, type Kind } from './kinds.js';
import { nameOf, openStage, ROUTES, type Stage } from './stage.js';

/** The page on which components are shown with made-up addresses. */
const SHOWCASE = '/dev/components';
const PAGES = ROUTES.filter(({ method, page, path }) => method === 'GET' && page !== undefined && path !== SHOWCASE);

function routeAt(method: string, address: string): Route | undefined {
  const [path = ''] = address.split('?', 1);
  return ROUTES.find(
    (route) => route.method === method && new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}$`).test(path),
  );
}

function fieldsOf(schema: z.ZodType | undefined): string[] {
  if (schema === undefined) return [];
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.keys(properties);
}

/** What a form sends that nobody takes, or where it goes that there is nothing. */
function problemsOf(form: PageForm, here: string, kind: Kind): string[] {
  const method = form.method.toUpperCase();
  return [form.action === '' ? here : form.action, ...form.otherActions].flatMap((address) => {
    const route = routeAt(method, address);
    if (route === undefined) return [`${method} ${address} does not exist`];
    const schema = method === 'POST' ? route.body : route.query;
    const taken = [
      '_csrf',
      route.upload?.field,
      route.idempotent !== undefined ? '_idempotencyKey' : undefined,
      ...fieldsOf(schema),
    ];
    const unknown = form.names.filter((name) => !taken.includes(name));
    const unprotected = method === 'POST' && kind !== 'anonymous' && !form.names.includes('_csrf');
    return [
      ...unknown.map((name) => `${method} ${address} does not take ${name}`),
      ...(unprotected ? [`${method} ${address} has no token`] : []),
    ];
  });
}

describe('forms and links of every page', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    await fillCompany(stage.app, stage.cast, stage.records);
  });
  afterAll(() => stage.app.close());

  test.each(KINDS)('lead somewhere and send what is taken, for: %s', async (kind) => {
    const problems: string[] = [];
    const followed = new Set<string>();
    for (const route of PAGES) {
      const row = EXPECTED[nameOf(route)];
      if (row === undefined || !eyesFor(row.who).includes(kind)) continue;
      const agent = await stage.agentOf(kind, route, row);
      const { text } = await openPage(agent, await stage.addressOf(route, row));
      for (const form of formsOf(text)) {
        problems.push(...problemsOf(form, route.path, kind).map((problem) => `${route.path}: ${problem}`));
      }
      for (const address of addressesOf(text).filter((one) => !followed.has(one))) {
        followed.add(address);
        const { status } = await agent.get(address).set('Accept', BROWSER);
        if (status !== 200 && status !== 303) problems.push(`${route.path}: leads to ${address}, which is ${status}`);
      }
    }
    expect(problems).toEqual([]);
  });
});
