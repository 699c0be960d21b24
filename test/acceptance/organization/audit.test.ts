import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventSearch } from '../../../src/platform/outbox/index.js';
import { projectRoot } from '../../../src/project-root.js';
import { areas } from '../../../src/web/text/en/index.js';
import { eventSentence, withoutSecrets, changeRows } from '../../../src/web/pages/hr/audit/event-words.js';
import { translator } from '../../../src/web/text/index.js';
import { newId } from '../../../src/kernel/ids.js';
import { createWorld, type Tenant, type World } from '../../support/world.js';

const EVENTS = 50_000;
const TYPES = ['request.raised', 'request.approved', 'person.edited', 'session.started'] as const;
const PEOPLE = ['a', 'b', 'c'].map((letter) => letter.repeat(24));
const SUBJECTS = Array.from({ length: 500 }, (_, index) => index.toString(16).padStart(24, '0'));
const START = Date.UTC(2025, 0, 1);

let world: World;
let tenant: Tenant;

beforeAll(async () => {
  world = await createWorld();
  tenant = await world.tenant();
  const other = await world.tenant();
  // One every ten minutes, most of them by the first of three people and from one address.
  for (let from = 0; from < EVENTS; from += 5000) {
    await world.storage.connection
      .collection('events')
      .insertMany(Array.from({ length: 5000 }, (_, offset) => eventOf(from + offset, tenant.organization.id)));
  }
  await world.storage.connection
    .collection('events')
    .insertMany(Array.from({ length: 100 }, (_, index) => eventOf(index, other.organization.id)));
}, 120_000);
afterAll(() => world.close());

function eventOf(index: number, organization: string): Record<string, unknown> & { _id: never } {
  const at = new Date(START + index * 600_000);
  const type = TYPES[index % TYPES.length] ?? TYPES[0];
  return {
    _id: newId(at) as never,
    organization,
    type,
    at,
    actor: { kind: 'person', id: PEOPLE[index % 10 === 0 ? 1 : 0], name: 'Guy Gilbert' },
    subject: { type: type.split('.')[0] === 'session' ? 'person' : type.split('.')[0], id: SUBJECTS[index % 500] },
    data: { index },
    requestId: null,
    address: index % 1000 === 0 ? '203.0.113.7' : '198.51.100.1',
  };
}

const page = (search: EventSearch, request: { olderThan?: string; newerThan?: string } = {}) =>
  tenant.run(() => world.audit.search(tenant.system, search, { ...request, size: 50 }));

describe('the audit of 50 000 events', () => {
  const searches: [string, EventSearch][] = [
    ['nothing', {}],
    ['a kind of record', { subjectType: 'request' }],
    ['a type', { type: 'person.edited' }],
    ['who acted', { actorId: PEOPLE[1] }],
    ['who acted and a type', { actorId: PEOPLE[1], type: 'request.raised' }],
    ['who acted and a kind', { actorId: PEOPLE[1], subjectType: 'request' }],
    ['a record', { subjectId: SUBJECTS[7] }],
    ['an address', { address: '203.0.113.7' }],
    ['two days', { from: new Date('2025-06-01T00:00:00Z'), until: new Date('2025-06-03T00:00:00Z') }],
    [
      'a type on two days',
      { type: 'request.raised', from: new Date('2025-06-01T00:00:00Z'), until: new Date('2025-06-03T00:00:00Z') },
    ],
  ];

  it.each(searches)(
    'filtered by %s pages there and back, exactly, and reads only what it shows',
    async (_name, search) => {
      const wanted = expectedIds(search);
      const first = await page(search);
      expect(indexesOf(first.items)).toEqual(wanted.slice(0, 50));
      expect(first.newerThan).toBeUndefined();
      expect(first.unfinished).toBe(false);
      if (wanted.length <= 50) {
        expect(first.olderThan).toBeUndefined();
        return;
      }
      const second = await page(search, { olderThan: first.olderThan ?? '' });
      expect(indexesOf(second.items)).toEqual(wanted.slice(50, 100));
      const back = await page(search, { newerThan: second.newerThan ?? '' });
      expect(indexesOf(back.items)).toEqual(wanted.slice(0, 50));
      expect(await tenant.run(() => world.audit.countUpTo(tenant.system, search, 10_001))).toBe(
        Math.min(wanted.length, 10_001),
      );
    },
  );

  it.each(searches)('filtered by %s asks an index', async (_name, search) => {
    const events = world.storage.connection.collection('events');
    const filter = {
      organization: tenant.organization.id,
      ...(search.type !== undefined && { type: search.type }),
      ...(search.subjectType !== undefined && { 'subject.type': search.subjectType }),
      ...(search.actorId !== undefined && { 'actor.id': search.actorId }),
      ...(search.subjectId !== undefined && { 'subject.id': search.subjectId }),
      ...(search.address !== undefined && { address: search.address }),
    };
    const plan = await events.find(filter).sort({ _id: -1 }).limit(51).explain('executionStats');
    expect(JSON.stringify(plan)).toContain('IXSCAN');
    expect(JSON.stringify(plan)).not.toMatch(/COLLSCAN|"SORT"/);
    const { executionStats } = plan as unknown as { executionStats: { totalDocsExamined: number } };
    expect(executionStats.totalDocsExamined).toBeLessThanOrEqual(52);
  });

  it('goes on where a combination without an index of its own finds little', async () => {
    const search = { address: '198.51.100.1', actorId: PEOPLE[0], type: 'request.approved' };
    const first = await page(search);
    expect(indexesOf(first.items)).toEqual(expectedIds(search).slice(0, 50));
    const rare: EventSearch = { address: '203.0.113.7', actorId: PEOPLE[0] };
    let found = await page(rare);
    expect(found.items).toEqual([]);
    for (let step = 0; found.olderThan !== undefined && step < 20; step += 1) {
      expect(found.unfinished).toBe(true);
      found = await page(rare, { olderThan: found.olderThan });
    }
    expect(found.olderThan).toBeUndefined();
    expect(await tenant.run(() => world.audit.countUpTo(tenant.system, rare, 10))).toBeUndefined();
  });

  it('shows one organization only', async () => {
    const ids = new Set<string>();
    let olderThan: string | undefined;
    do {
      const found = await tenant.run(() =>
        world.audit.search(tenant.system, { address: '203.0.113.7' }, { olderThan, size: 50 }),
      );
      for (const { organizationId } of found.items) ids.add(organizationId);
      ({ olderThan } = found);
    } while (olderThan !== undefined);
    expect([...ids]).toEqual([tenant.organization.id]);
  });

  it('is HR administration’s to read, and nobody else’s', async () => {
    for (const grants of [[], ['hr_va'], ['central'], ['pm', 'ta_va']]) {
      const actor = await tenant.actor({ grants });
      const read = () => tenant.run(() => world.audit.search(actor, {}, { size: 1 }));
      await expect(read()).rejects.toMatchObject({ status: 403 });
      expect(() => world.audit.export(actor, {}, { from: '', to: '', filters: {} })).toThrow();
    }
    const hr = await tenant.actor({ grants: ['hr'] });
    expect((await tenant.run(() => world.audit.search(hr, {}, { size: 1 }))).items).toHaveLength(1);
  });

  it('is exported in batches, all of it, and that it was taken is recorded', async () => {
    const hr = await tenant.actor({ grants: ['hr'] });
    const search = { type: 'session.started' };
    const words = { from: '', to: '', filters: { what: 'session.started' } };
    let rows = 0;
    let largest = 0;
    const batches = await tenant.run(() => Promise.resolve(world.audit.export(hr, search, words)));
    for await (const batch of batches) {
      rows += batch.length;
      largest = Math.max(largest, batch.length);
    }
    expect(rows).toBe(EVENTS / TYPES.length);
    expect(largest).toBeLessThanOrEqual(500);
    const taken = await page({ type: 'export.taken' });
    expect(taken.items[0]).toMatchObject({
      actor: { id: hr.personId },
      data: { format: 'csv', rows, what: 'audit' },
      after: { filters: { what: 'session.started' } },
    });
  });
});

/** Which of the events made above a search means, the newest first. */
function expectedIds({ type, subjectType, actorId, subjectId, address, from, until }: EventSearch): number[] {
  const found: number[] = [];
  for (let index = EVENTS - 1; index >= 0; index -= 1) {
    const {
      type: own,
      at,
      actor,
      subject,
      address: place,
    } = eventOf(index, '') as unknown as {
      type: string;
      at: Date;
      actor: { id: string };
      subject: { type: string; id: string };
      address: string;
    };
    const isMeant =
      (type === undefined || own === type) &&
      (subjectType === undefined || subject.type === subjectType) &&
      (actorId === undefined || actor.id === actorId) &&
      (subjectId === undefined || subject.id === subjectId) &&
      (address === undefined || place === address) &&
      (from === undefined || at >= from) &&
      (until === undefined || at < until);
    if (isMeant) found.push(index);
  }
  return found;
}

/** Numbers of the events that were made above; what tests recorded in between is left out. */
function indexesOf(items: readonly { readonly data: unknown }[]): number[] {
  return items.map(({ data }) => (data as { index: number }).index);
}

describe('the words of the audit', () => {
  const source = readFileSync(path.join(projectRoot(), 'src/kernel/events.ts'), 'utf8');
  const body = /export interface EventData \{([\s\S]*?)\n\}/.exec(source)?.[1] ?? '';
  const types = [...body.matchAll(/^ {2}'([a-z_]+\.[a-z_]+)':/gm)].map(([, type = '']) => type);
  const texts: Readonly<Record<string, string>> = areas.audit;

  it('know every type of event', () => {
    expect(types.length).toBeGreaterThan(30);
    const missing = types.filter(
      (type) => texts[`audit.event.${type}`] === undefined || texts[`audit.type.${type}`] === undefined,
    );
    expect(missing).toEqual([]);
  });

  it('know no type that there is not', () => {
    const spoken = Object.keys(texts).flatMap((key) => /^audit\.(?:event|type)\.(.+)$/.exec(key)?.[1] ?? []);
    expect(spoken.filter((type) => !types.includes(type))).toEqual([]);
  });

  const event = (overrides: object) =>
    ({
      id: newId(),
      organizationId: newId(),
      type: 'person.edited',
      at: new Date(START),
      actor: { kind: 'person', id: PEOPLE[0], name: 'Paula Barreto' },
      subject: { type: 'person', id: PEOPLE[1] },
      data: { fields: ['grade'] },
      before: { grade: 'C1' },
      after: { grade: 'C2' },
      requestId: null,
      address: null,
      ...overrides,
    }) as never;
  const names = new Map([[PEOPLE[1] ?? '', 'Guy Gilbert']]);

  it('say who changed what of whom, from what to what', () => {
    expect(eventSentence(event({}), names, translator('en', { strict: true }))).toBe(
      'Paula Barreto changed grade of Guy Gilbert: C1 → C2',
    );
  });

  it('say of an unknown type what it is', () => {
    const unknown = event({ type: 'person.sneezed', data: {}, before: undefined, after: undefined });
    expect(eventSentence(unknown, names, translator('en', { strict: true }))).toContain('person.sneezed');
  });

  it('bear events whose data are missing', () => {
    for (const type of types) {
      const bare = event({ type, data: {}, before: undefined, after: undefined });
      expect(eventSentence(bare, new Map(), translator('en', { strict: true }))).not.toMatch(/undefined|\{|\}/);
    }
  });

  it('never show what must stay secret', () => {
    const leaky = event({
      before: { passwordHash: '$2b$12$canary', nested: { refreshToken: 'canary' } },
      after: { passwordHash: '$2b$12$canary2', nested: { refreshToken: 'canary2' } },
    });
    const { before, after } = leaky as { before: Record<string, unknown>; after: Record<string, unknown> };
    const shown = JSON.stringify([
      changeRows(leaky, names),
      withoutSecrets(before),
      withoutSecrets(after),
      eventSentence(leaky, names, translator('en')),
    ]);
    expect(shown).not.toContain('canary');
    expect(shown).toContain('kept secret');
  });
});
