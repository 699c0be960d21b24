import { describe, expect, test } from 'vitest';
import { scopeOf } from '../../src/web/token-scope.js';
import { nameOf, ROUTES } from './stage.js';

/** Decides in bulk or what everybody's bonus is worth, hands out access or takes it away, or takes data out: asks for the password where it was given long ago. */
const DANGEROUS = [
  'POST /auth/personal-tokens',
  'POST /central/employees/export',
  'POST /central/bonus',
  'POST /central/bonus/analysis',
  'POST /central/bonus/runs/:id/export',
  'POST /central/announcements',
  'POST /central/config',
  'POST /central/config/:id/withdrawal',
  'POST /central/export',
  'GET /central/exports/:id/file',
  'GET /employee/history/export',
  'POST /employee/profile/data-export',
  'POST /hr/audit/export',
  'POST /hr/employees/:id/deactivation',
  'POST /hr/employees/:id/data-export',
  'POST /hr/employees/:id/edit',
  'POST /hr/employees/:id/erasure',
  'POST /hr/employees/:id/exit',
  'POST /hr/employees/:id/grants',
  'POST /hr/employees/:id/initial-password',
  'POST /hr/employees/:id/reactivation',
  'POST /hr/employees/:id/reports',
  'POST /hr/employees/export',
  'POST /hr/pending-tracker/export',
  'POST /hr/register-employee',
  'POST /hr/registrations/:id/activation',
  'POST /hr/settings/access',
  'POST /hr/settings/features',
  'POST /imports/:id/confirmation',
  ...['dp', 'ld', 'marketing', 'pm', 'pmarch', 'pmo', 'presales', 'ta'].map((unit) => `POST /${unit}/employees/export`),
  ...['hr', 'ld', 'marketing', 'pm', 'pmarch', 'pmo', 'presales', 'ta'].flatMap((unit) => [
    `GET /${unit}/requests/export`,
    `POST /${unit}/bulk-preview`,
    `POST /${unit}/bulk-approve`,
    `POST /${unit}/bulk-reject`,
  ]),
];

const named = (routes: typeof ROUTES) => routes.map(nameOf).sort();

describe('asking for the password again', () => {
  test('every route that is dangerous does, by name', () => {
    const asking = named(ROUTES.filter(({ stepUp }) => stepUp === true));
    expect(DANGEROUS.filter((name) => !asking.includes(name))).toEqual([]);
  });

  /** What the names of addresses give away, so that a new route of a kind is not forgotten. */
  test('every route of a dangerous kind does', () => {
    const kinds = /\/(bulk-\w+|exports?|grants|initial-password|erasure|personal-tokens)$/;
    const silent = ROUTES.filter(
      ({ method, path, stepUp }) => method === 'POST' && kinds.test(path) && stepUp !== true,
    );
    const delivering = ROUTES.filter(({ method, deliver, stepUp }) => method === 'POST' && deliver && stepUp !== true);
    expect(named([...silent, ...delivering])).toEqual([]);
  });

  test('no route that a page opens all the time does', () => {
    expect(named(ROUTES.filter(({ stepUp, hot }) => stepUp === true && hot === true))).toEqual([]);
  });
});

describe('scopes of personal tokens', () => {
  test('GET reads, POST writes, what asks for the password administers', () => {
    for (const route of ROUTES.filter((one) => scopeOf(one) !== undefined)) {
      const expected = route.stepUp === true ? 'administer' : route.method === 'GET' ? 'read' : 'write';
      expect({ route: nameOf(route), scope: scopeOf(route) }).toEqual({ route: nameOf(route), scope: expected });
    }
  });

  test('nothing that manages passwords, sessions or tokens has one', () => {
    const managing = ROUTES.filter(({ path }) => /password|session|invitation|tokens?(\/|$)/.test(path));
    const reached = managing.filter((route) => scopeOf(route) !== undefined && route.path !== '/auth/session');
    expect(named(reached)).toEqual([]);
  });
});
