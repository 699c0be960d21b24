import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage, submit } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast, type Role } from '../../support/cast.js';
import { allocate } from '../../support/points.js';
import { pendingRequest } from '../../support/requests.js';
import { actorFor } from '../../support/world.js';

interface Region {
  readonly id: string;
  readonly events: readonly string[];
  /** Where it is fetched anew; undefined for parts of the frame, which every page has. */
  readonly source: string | undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&#34;': '"', '&#39;': "'" };

function regionsOf(html: string): Region[] {
  return [...html.matchAll(/<\w+\b[^>]*\sdata-live="[^"]*"[^>]*>/g)].map(([tag]) => {
    const attribute = (name: string) =>
      new RegExp(`\\s${name}="([^"]*)"`)
        .exec(tag)?.[1]
        ?.replace(/&(?:amp|#34|#39);/g, (entity) => ENTITIES[entity] ?? '');
    return {
      id: attribute('id') ?? '',
      events: (attribute('data-live') ?? '').split(' '),
      source: attribute('data-live-src'),
    };
  });
}

const CHANGES = ['request_raised', 'request_decided', 'request_reassigned'];

/** What each page shows of what changes, and by which events it follows. */
const PAGES: readonly (readonly [role: Role, address: string, events: readonly string[]])[] = [
  ['employee', '/employee/dashboard', [...CHANGES, 'points_updated', 'award_received', 'leaderboard_update']],
  ['employee', '/employee/requests', CHANGES],
  ['employee', '/employee/requests/:id', ['request_decided', 'request_reassigned']],
  ['employee', '/employee/history', ['points_updated', 'request_decided', 'request_raised']],
  ['employee', '/employee/points-summary?period=2025-Q3', ['points_updated', 'award_received']],
  ['employee', '/employee/utilization?year=2024', ['notification']],
  ['employee', '/employee/leaderboard', ['leaderboard_update']],
  ['employee', '/employee/notifications', ['notification']],
  ['manager', '/pm/dashboard', CHANGES],
  ['manager', '/pm/requests', CHANGES],
  ['manager', '/pm/requests/:id', CHANGES],
  ['manager', '/pm/employees', [...CHANGES, 'points_updated']],
  ['ta', '/ta/dashboard', CHANGES],
  ['ta', '/ta/requests', CHANGES],
  ['pmo', '/pmo/requests', CHANGES],
  ['presales', '/presales/requests', CHANGES],
  ['dp', '/dp/dashboard', [...CHANGES, 'points_updated']],
  ['hrAdmin', '/hr/pending-tracker', CHANGES],
  ['hrAdmin', '/hr/pending-tracker/:id', ['request_decided', 'request_reassigned']],
  ['hrAdmin', '/hr/imports', ['import_progress']],
  ['hrAdmin', '/hr/registrations', ['notification']],
];

describe('pages that follow', () => {
  let app: TestApp;
  let cast: Cast;
  let requestId: string;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    await allocate(cast);
    requestId = (await raise()).id;
    await app.settle();
  });
  afterAll(() => app.close());

  const raise = () => {
    const { employee, manager } = cast.people;
    return pendingRequest(app.container, cast.tenant, { employee: actorFor(employee), manager: actorFor(manager) });
  };

  it.each(PAGES)('%s at %s', async (role, address, events) => {
    const agent = await cast.as(role);
    const page = await openPage(agent, address.replace(':id', requestId));
    expect(page.status).toBe(200);
    const regions = regionsOf(page.text);
    const followed = new Set(regions.filter(({ source }) => source !== undefined).flatMap((region) => region.events));
    expect(events.filter((event) => !followed.has(event))).toEqual([]);
    expect(new Set(regions.map(({ id }) => id)).size).toBe(regions.length);
    for (const { id, source } of regions) {
      // Where a part is fetched anew it has to be: otherwise it would become empty with the first event.
      const fresh = await openPage(agent, source ?? '/employee/notifications');
      expect([id, fresh.status, regionsOf(fresh.text).some((region) => region.id === id)]).toEqual([id, 200, true]);
    }
  });

  it('navigation says how many requests wait for the viewer, and nothing where none do', async () => {
    const manager = await cast.as('manager');
    const second = await raise();
    const words = async (role: Role, address: string) =>
      [...(await openPage(await cast.as(role), address)).text.matchAll(/(\d+) waiting for you/g)].map(([, count]) =>
        Number(count),
      );
    // Beside the workspace, and beside its page.
    expect(await words('manager', '/employee/notifications')).toEqual([2, 2]);
    const decided = await submit(manager, `/pm/requests/${second.id}/decision`, {
      decision: 'approve',
      notes: 'Agreed.',
    });
    expect(decided.status).toBe(303);
    expect(await words('manager', '/employee/notifications')).toEqual([1, 1]);
    for (const role of ['employee', 'otherManager', 'hrAdmin', 'dp', 'taUpdater'] as const) {
      expect(await words(role, '/employee/notifications')).toEqual([]);
    }
    const frame = regionsOf((await openPage(manager, '/employee/profile')).text).filter(
      ({ source }) => source === undefined,
    );
    expect(frame.map(({ id, events }) => [id, events])).toEqual([
      ['waiting-pm', CHANGES],
      ['waiting-pm-page', CHANGES],
    ]);
  });
});
