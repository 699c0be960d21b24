import { describe, expect, it } from 'vitest';
import type { UnitDeclaration } from './unit-declaration.js';
import { unitWorkspace } from './unit-workspace.js';

const BARE: UnitDeclaration = {
  key: 'ta',
  unit: 'ta',
  label: 'Talent acquisition',
  icon: 'person-plus',
  purpose: 'Decides interviews.',
  scope: 'unit',
};
const ALL: Partial<UnitDeclaration> = {
  proposals: { period: 'day' },
  utilization: true,
  awards: { files: true },
  people: 'team',
  analytics: 'company',
  market: true,
};

const QUEUE = {
  pages: ['Dashboard', 'Requests', 'Leaderboard'],
  routes: [
    'GET dashboard',
    'GET requests',
    'GET requests/export',
    'GET requests/:id',
    'POST requests/:id/decision',
    'POST bulk-preview',
    'POST bulk-approve',
    'POST bulk-reject',
    'GET bulk-decisions/:id',
    'POST requests/:id/takeover',
    'GET leaderboard',
  ],
};

/** What each field of a declaration adds, by the pages' labels and some routes that nothing else brings. */
const FIELDS: readonly [field: Partial<UnitDeclaration>, pages: string[], routes: string[]][] = [
  [
    { proposals: { period: 'day' } },
    ['Propose', 'Files'],
    ['GET proposals/new', 'POST proposals', 'POST proposals/:id/revision', 'POST imports/proposals'],
  ],
  [
    { onBehalf: true },
    ['Raise for others'],
    ['GET on-behalf', 'POST requests', 'POST on-behalf/requests/:id/withdrawal'],
  ],
  [
    { utilization: true },
    ['Utilization', 'Files'],
    ['GET utilization', 'POST utilization', 'POST requests/:id/utilization', 'POST imports/utilization'],
  ],
  [{ awards: {} }, ['Award points'], ['GET awards', 'POST awards/preview', 'POST awards']],
  [{ awards: { label: 'Praise' } }, ['Praise'], ['POST awards']],
  [{ awards: { files: true } }, ['Award points', 'Files'], ['POST awards', 'GET imports', 'POST imports/awards']],
  [{ people: 'items' }, ['People'], ['GET employees', 'POST employees/export', 'GET employees/:id']],
  [{ people: 'team' }, ['My team'], ['GET employees']],
  [{ people: 'assigned' }, ['My people'], ['GET employees']],
  [{ analytics: 'company' }, ['Analytics'], ['GET analytics']],
  [{ market: true }, ['Market'], ['GET market']],
];

function made(declaration: UnitDeclaration) {
  const { pages, routes } = unitWorkspace(declaration);
  return {
    pages: pages.map(({ label }) => label),
    routes: routes.map(({ method, path }) => `${method} ${path.replace(`/${declaration.key}/`, '')}`),
  };
}

/** Whether a pattern also answers what was meant for another route. */
function takes(pattern: string, other: string): boolean {
  const parts = pattern.split('/');
  const others = other.split('/');
  return parts.length === others.length && parts.every((part, at) => part.startsWith(':') || part === others[at]);
}

describe('a unit made from a declaration', () => {
  it('has the queue alone where nothing more is declared, and nothing without one', () => {
    expect(made(BARE)).toEqual(QUEUE);
    const { scope: _scope, ...silent } = BARE;
    expect(made(silent)).toEqual({ pages: [], routes: [] });
  });

  it('decides for others only where somebody can be appointed to decide', () => {
    const withoutTakeover = QUEUE.routes.filter((name) => !name.endsWith('takeover'));
    expect(made({ ...BARE, key: 'pm', unit: 'pm' }).routes).toEqual(withoutTakeover);
  });

  it.each(FIELDS)('adds to the queue what %j brings', (field, pages, routes) => {
    const unit = made({ ...BARE, ...field });
    expect(unit.pages.toSorted()).toEqual([...QUEUE.pages, ...pages].toSorted());
    expect(unit.routes).toEqual(expect.arrayContaining([...QUEUE.routes, ...routes]));
    // A field brings only its own: whatever else there is stays away.
    const name = Object.keys(field).join();
    const foreign = FIELDS.filter(([other]) => Object.keys(other).join() !== name).flatMap(([, , names]) => names);
    for (const other of foreign.filter((one) => !one.endsWith('imports'))) expect(unit.routes).not.toContain(other);
  });

  it('has every part where all is declared, each page once and open to a route of its own', () => {
    const workspace = unitWorkspace({ ...BARE, ...ALL });
    expect(made({ ...BARE, ...ALL }).pages).toEqual([
      ...['Dashboard', 'Requests', 'Propose', 'Utilization', 'Award points', 'Files'],
      ...['My team', 'Leaderboard', 'Analytics', 'Market'],
    ]);
    for (const { href, permission } of workspace.pages) {
      const route = workspace.routes.find(({ method, path }) => method === 'GET' && path === href);
      expect(route, href).toMatchObject({ permission, unit: 'ta' });
    }
  });

  it.each([
    ['all', ALL],
    ['raising for others', { onBehalf: true, awards: {}, people: 'items', market: true }],
  ] as const)('has no two routes at one address: %s', (_, fields) => {
    const { routes } = unitWorkspace({ ...BARE, ...fields });
    routes.forEach(({ method, path }, at) => {
      const earlier = routes.slice(0, at).filter((other) => other.method === method && takes(other.path, path));
      expect(
        earlier.map((other) => other.path),
        `${method} ${path}`,
      ).toEqual([]);
    });
  });
});
