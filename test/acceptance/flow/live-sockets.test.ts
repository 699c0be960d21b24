import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import { systemClock } from '../../../src/kernel/clock.js';
import type { Person } from '../../../src/modules/people/index.js';
import {
  connected, inOrganization, liveCompany, liveProcess, liveServer, recording, requestData, type LiveCompany, type LiveProcess,
} from '../../support/live-world.js';
import { createTestStorage, type TestStorage } from '../../support/storage.js';

let opened: TestStorage;
let company: LiveCompany;
let own: LiveProcess;
let server: Awaited<ReturnType<typeof liveServer>>;

beforeAll(async () => {
  opened = await createTestStorage();
});
afterAll(() => opened.close());
beforeEach(async () => {
  company = liveCompany();
  own = liveProcess(company, opened.storage, systemClock);
  server = await liveServer(company, own, systemClock, { boardIntervalMs: 200 });
  await opened.storage.prepare();
});
afterEach(async () => {
  await own.outbox.relay.stop();
  await server.close();
});

const inside = <T>(work: () => Promise<T>) => inOrganization(company.organizationId, work);
const actorOf = async (person: Person) => (await company.access.actorOf(person.id)) as PersonActor;

/** Raises a request of Dylan's to Gail and relays it. */
async function raise(dylan: Person, gail: Person) {
  const data = requestData({ personId: dylan.id, personName: dylan.name, approverId: gail.id });
  const actor = await actorOf(dylan);
  await inside(() => own.outbox.record(actor, { type: 'request.raised', subject: { type: 'request', id: data.requestId }, data }));
  await own.outbox.relay.drain();
  return data;
}

async function credit(dylan: Person) {
  const actor = await actorOf(dylan);
  const data = { entryId: 'e', personId: dylan.id, kind: 'earn' as const, points: 1, categoryCode: 'mentoring', quarter: '2025-Q3', year: 2025 };
  await inside(() => own.outbox.record(actor, { type: 'points.credited', subject: { type: 'entry', id: 'e' }, data }));
  await own.outbox.relay.drain();
}

describe('48: sockets', () => {
  it('are refused without a session, with a wrong token, and to other sites', async () => {
    const dylan = company.person('Dylan Miller');
    expect(await connected(server.client())).toBe('auth.required');
    expect(await connected(server.client({ token: `token-${dylan.id}-9` }))).toBe('auth.required');
    expect(await connected(server.client({ cookie: 'connect.sid=s%3Aforged' }))).toBe('auth.required');
    const cookie = await server.signIn(dylan);
    expect(await connected(server.client({ cookie, origin: 'https://evil.example' }))).not.toBe('connected');
    expect(server.realtime.connections()).toBe(0);
  });

  it('are opened by a session or by a token', async () => {
    const dylan = company.person('Dylan Miller');
    expect(await connected(server.client({ cookie: await server.signIn(dylan) }))).toBe('connected');
    expect(await connected(server.client({ token: company.tokenOf(dylan) }))).toBe('connected');
  });

  it('give each person what concerns him or her, and to the unit ids only', async () => {
    const gail = company.person('Gail Erickson', { grants: [{ unit: 'pm', duty: 'approver' }] });
    const peer = company.person('Jossef Goldberg', { grants: [{ unit: 'pm', duty: 'approver' }] });
    const partner = company.person('Peter Krebs', { grants: [{ unit: 'dp', duty: 'viewer' }] });
    const otherPartner = company.person('David Bradley', { grants: [{ unit: 'dp', duty: 'viewer' }] });
    const dylan = company.person('Dylan Miller', { dpId: partner.id });
    const stranger = company.person('Diane Margheim', { grants: [{ unit: 'hr', duty: 'validator' }] });
    const hr = company.person('Paula Barreto de Mattos', { grants: [{ unit: 'hr', duty: 'admin' }] });
    const sockets = [gail, peer, dylan, stranger, hr, partner, otherPartner].map((person) => server.client({ token: company.tokenOf(person) }));
    const [gails, peers, dylans, strangers, hrs, partners, otherPartners] = sockets.map(recording);
    for (const socket of sockets) await connected(socket);
    const { requestId } = await raise(dylan, gail);
    await vi.waitFor(() => expect(gails).toHaveLength(2));
    expect(gails).toEqual([
      { name: 'request_raised', data: { requestId, unit: 'pm', status: 'pending', cursor: `${gail.id}.1` } },
      { name: 'notification', data: expect.objectContaining({ text: 'Dylan Miller raised a request: Mentoring, 250 points.' }) },
    ]);
    for (const others of [peers, hrs, partners]) {
      await vi.waitFor(() => expect(others).toEqual([{ name: 'request_raised', data: { requestId, unit: 'pm' } }]));
    }
    // What is sent to everybody reaches each of them last, so that what did not come by then never comes.
    await credit(dylan);
    for (const each of [strangers, otherPartners, dylans]) {
      await vi.waitFor(() => expect(each?.some(({ name }) => name === 'leaderboard_update')).toBe(true));
    }
    expect(strangers).toEqual([{ name: 'leaderboard_update', data: {} }]);
    expect(otherPartners).toEqual([{ name: 'leaderboard_update', data: {} }]);
    expect(dylans?.map(({ name }) => name)).toEqual(['request_raised', 'points_updated', 'leaderboard_update']);
  });

  it('leave the rooms of a unit as soon as the duty is taken away', async () => {
    const gail = company.person('Gail Erickson', { grants: [{ unit: 'pm', duty: 'approver' }] });
    const peer = company.person('Jossef Goldberg', { grants: [{ unit: 'pm', duty: 'approver' }] });
    const dylan = company.person('Dylan Miller');
    const [former, still] = [gail, peer].map((person) => server.client({ token: company.tokenOf(person) }));
    if (former === undefined || still === undefined) throw new Error('two sockets were meant');
    const [formers, stills] = [recording(former), recording(still)];
    await connected(former);
    await connected(still);
    const actor = await actorOf(dylan);
    company.people.set(gail.id, { ...gail, grants: [] });
    const changed = { type: 'person.grants_changed' as const, subject: { type: 'person', id: gail.id }, data: { grants: [] } };
    await inside(() => own.outbox.record(actor, changed));
    await own.outbox.relay.drain();
    await raise(dylan, peer);
    await vi.waitFor(() => expect(stills.map(({ name }) => name)).toContain('request_raised'));
    // What reaches everybody after it says that nothing more is to come.
    await credit(dylan);
    await vi.waitFor(() => expect(formers.map(({ name }) => name)).toContain('leaderboard_update'));
    expect(formers.map(({ name }) => name)).toEqual(['leaderboard_update']);
  });

  it('cannot join the room of somebody else', async () => {
    const gail = company.person('Gail Erickson');
    const dylan = company.person('Dylan Miller');
    const thief = company.person('Diane Margheim');
    const [own1, his] = [server.client({ token: company.tokenOf(gail) }), server.client({ token: company.tokenOf(thief) })];
    const [gails, stolen] = [recording(own1), recording(his)];
    await connected(own1);
    await connected(his);
    for (const name of ['join', 'subscribe', 'room']) {
      expect(await his.timeout(5000).emitWithAck(name, `person:${gail.id}`)).toEqual({ error: 'not_supported' });
    }
    await raise(dylan, gail);
    await credit(dylan);
    await vi.waitFor(() => expect(stolen.length).toBeGreaterThan(0));
    expect(gails.map(({ name }) => name)).toContain('request_raised');
    expect(stolen.map(({ name }) => name)).toEqual(['leaderboard_update']);
  });

  const nobodyIsThere = () => vi.waitFor(() => expect(server.realtime.connections()).toBe(0), { timeout: 10_000 });
  const endless = Array.from({ length: 60 }, () => 'x');

  // Each way of talking by itself: a client that is cut while it changes from one to the other does not say that it left.
  it.each([
    ['send frames of 70 kB', 'websocket', ['x'.repeat(70_000)]],
    ['talk without end', 'websocket', endless],
    ['talk without end', 'polling', endless],
  ] as const)('are cut when they %s by %s', async (_what, transport, talk) => {
    const socket = server.client({ token: company.tokenOf(company.person('Dylan Miller')), transport });
    expect(await connected(socket)).toBe('connected');
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    for (const text of talk) socket.emit('hello', text);
    await gone;
    await nobodyIsThere();
  });

  it('are refused frames of 70 kB by polling', async () => {
    const polling = `${server.url}/socket.io/?EIO=4&transport=polling`;
    const opening = await (await fetch(polling)).text();
    const { sid } = JSON.parse(opening.slice(1)) as { sid: string };
    const said = await fetch(`${polling}&sid=${sid}`, { method: 'POST', body: `4${'x'.repeat(70_000)}` });
    expect(said.status).toBe(413);
    const socket = server.client({ token: company.tokenOf(company.person('Dylan Miller')), transport: 'polling' });
    await connected(socket);
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    socket.emit('hello', 'x'.repeat(70_000));
    await gone;
    await nobodyIsThere();
  });
});

describe('acceptance 3: sockets of somebody whose sessions end', () => {
  it('are closed within a second and get nothing more', async () => {
    const gail = company.person('Gail Erickson');
    const dylan = company.person('Dylan Miller');
    const phone = server.client({ token: company.tokenOf(gail) });
    const laptop = server.client({ cookie: await server.signIn(gail) });
    const got = [...[phone, laptop].map(recording)];
    await connected(phone);
    await connected(laptop);
    const gone = [phone, laptop].map((socket) => new Promise((resolve) => socket.once('disconnect', resolve)));
    own.outbox.relay.start();
    const actor = await actorOf(gail);
    const before = Date.now();
    company.epochs.set(gail.id, 1);
    await inside(() =>
      opened.storage.run(async () => {
        await own.outbox.record(actor, {
          type: 'person.sessions_ended', subject: { type: 'person', id: gail.id }, data: { reason: 'password changed' },
        });
      }),
    );
    await Promise.all(gone);
    expect(Date.now() - before).toBeLessThan(1000);
    await raise(dylan, gail);
    expect(got.flat()).toEqual([]);
    expect(await connected(server.client({ token: `token-${gail.id}-0` }))).toBe('auth.required');
  });

  it('are closed by the next check where no event says so', async () => {
    await server.close();
    own = liveProcess(company, opened.storage, systemClock);
    server = await liveServer(company, own, systemClock, { recheckMs: 50 });
    const gail = company.person('Gail Erickson');
    const dylan = company.person('Dylan Miller');
    const cookie = await server.signIn(gail);
    const bySession = server.client({ cookie });
    const byToken = server.client({ token: company.tokenOf(dylan) });
    await connected(bySession);
    await connected(byToken);
    const sessionGone = new Promise((resolve) => bySession.once('disconnect', resolve));
    await server.signOut(cookie);
    await sessionGone;
    expect(byToken.connected).toBe(true);
    const tokenGone = new Promise((resolve) => byToken.once('disconnect', resolve));
    company.epochs.set(dylan.id, 1);
    await tokenGone;
  });
});
