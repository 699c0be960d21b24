import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { PersonActor } from '../../src/kernel/actor.js';
import { systemClock } from '../../src/kernel/clock.js';
import type { Person } from '../../src/modules/people/index.js';
import { connectRedis, type RedisClients } from '../../src/platform/redis/index.js';
import {
  connected,
  inOrganization,
  liveCompany,
  liveProcess,
  liveServer,
  recording,
  requestData,
  type LiveCompany,
  type LiveProcess,
} from '../support/live-world.js';
import { describeWithRedis, startRedis, type RedisServer } from '../support/redis.js';
import { createTestStorage, type TestStorage } from '../support/storage.js';
import { silentLogger } from '../support/temporary-storage.js';

let opened: TestStorage;
let redisServer: RedisServer;
let company: LiveCompany;
/** Two processes on one database and one Redis, as far as live events can tell. */
let processes: { own: LiveProcess; redis: RedisClients; server: Awaited<ReturnType<typeof liveServer>> }[];
const escaped: unknown[] = [];
const note = (error: unknown) => void escaped.push(error);

async function startProcess() {
  const own = liveProcess(company, opened.storage, systemClock);
  const redis = connectRedis({ url: redisServer.url, logger: silentLogger });
  const server = await liveServer(company, own, systemClock, { redis });
  await opened.storage.prepare();
  return { own, redis, server };
}

const first = () => processes[0] as (typeof processes)[0];
const second = () => processes[1] as (typeof processes)[0];

async function raise(dylan: Person, gail: Person): Promise<string> {
  const data = requestData({ personId: dylan.id, personName: dylan.name, approverId: gail.id });
  const actor = (await company.access.actorOf(dylan.id)) as PersonActor;
  const { outbox } = first().own;
  await inOrganization(company.organizationId, () =>
    outbox.record(actor, { type: 'request.raised', subject: { type: 'request', id: data.requestId }, data }),
  );
  await outbox.relay.drain();
  return data.requestId;
}

/** Raises until the second process hears it: its subscription may still be on its way. */
async function untilHeard(dylan: Person, gail: Person, got: readonly { data: Record<string, unknown> }[]) {
  await vi.waitFor(
    async () => {
      const id = await raise(dylan, gail);
      await vi.waitFor(() => expect(got.some(({ data }) => data['requestId'] === id)).toBe(true), { timeout: 500 });
    },
    { timeout: 15_000 },
  );
}

/** Sockets of one person at both processes, which hear what is raised at the first. */
async function onBothSides(dylan: Person, gail: Person) {
  const near = first().server.client({ token: company.tokenOf(gail) });
  const far = second().server.client({ token: company.tokenOf(gail) });
  const [nearGot, farGot] = [recording(near), recording(far)];
  await connected(near);
  await connected(far);
  await untilHeard(dylan, gail, farGot);
  return { near, nearGot, farGot };
}

describeWithRedis('live events on two processes', () => {
  beforeAll(async () => {
    opened = await createTestStorage();
    redisServer = await startRedis();
    process.on('unhandledRejection', note);
  });
  afterAll(async () => {
    process.off('unhandledRejection', note);
    await redisServer.stop();
    await opened.close();
  });
  beforeEach(async () => {
    escaped.length = 0;
    company = liveCompany();
    processes = [await startProcess(), await startProcess()];
  });
  afterEach(async () => {
    for (const { server, redis } of processes) {
      await server.close();
      await redis.close();
    }
    expect(escaped).toEqual([]);
  });

  it('49: what is relayed on one is seen on the other within a second', async () => {
    const [gail, dylan] = [company.person('Gail Erickson'), company.person('Dylan Miller')];
    const socket = second().server.client({ token: company.tokenOf(gail) });
    const got = recording(socket);
    await connected(socket);
    await untilHeard(dylan, gail, got);
    const before = Date.now();
    const id = await raise(dylan, gail);
    await vi.waitFor(() => expect(got.some(({ data }) => data['requestId'] === id)).toBe(true), {
      timeout: 1000,
      interval: 10,
    });
    expect(Date.now() - before).toBeLessThan(2000);
  });

  it('closes the sockets of ended sessions on every process', async () => {
    const [gail, dylan] = [company.person('Gail Erickson'), company.person('Dylan Miller')];
    const socket = second().server.client({ token: company.tokenOf(gail) });
    const got = recording(socket);
    await connected(socket);
    await untilHeard(dylan, gail, got);
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    const actor = (await company.access.actorOf(gail.id)) as PersonActor;
    const { outbox } = first().own;
    await inOrganization(company.organizationId, () =>
      outbox.record(actor, {
        type: 'person.sessions_ended',
        subject: { type: 'person', id: gail.id },
        data: { reason: 'lost phone' },
      }),
    );
    await outbox.relay.drain();
    await gone;
  });

  it('closes the socket of one session that HR administration ended on the other process, within a second', async () => {
    const [gail, dylan, hr] = [
      company.person('Gail Erickson'),
      company.person('Dylan Miller'),
      company.person('Paula Barreto'),
    ];
    const [socket, other] = [gail, dylan].map((person) => second().server.client({ token: company.tokenOf(person) }));
    if (socket === undefined || other === undefined) throw new Error('no clients');
    const got = recording(socket);
    await connected(socket);
    await connected(other);
    await untilHeard(dylan, gail, got);
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    const actor = (await company.access.actorOf(hr.id)) as PersonActor;
    const { outbox } = first().own;
    company.epochs.set(gail.id, 1);
    await inOrganization(company.organizationId, () =>
      outbox.record(actor, {
        type: 'session.ended',
        subject: { type: 'person', id: gail.id },
        data: { what: 'session', count: 1 },
      }),
    );
    const before = performance.now();
    await outbox.relay.drain();
    await gone;
    expect(performance.now() - before).toBeLessThan(1000);
    expect(other.connected).toBe(true);
  });

  it('lives on when Redis dies, serves its own sockets, and reaches the others once Redis is back', async () => {
    const [gail, dylan] = [company.person('Gail Erickson'), company.person('Dylan Miller')];
    const { nearGot, farGot } = await onBothSides(dylan, gail);

    await redisServer.kill();
    const missed = [await raise(dylan, gail), await raise(dylan, gail)];
    const nearIds = () => nearGot.map(({ data }) => data['requestId']);
    await vi.waitFor(() => expect(nearIds()).toEqual(expect.arrayContaining(missed)));
    expect(farGot.map(({ data }) => data['requestId'])).not.toContain(missed[0]);

    await redisServer.restart();
    await untilHeard(dylan, gail, farGot);
    // What was missed meanwhile is in the feed, with a gap in the numbers that tells the page to ask.
    const places = farGot.map(({ data }) => Number(String(data['cursor']).split('.')[1]));
    const before = `${gail.id}.${places[0]}`;
    const actor = (await company.access.actorOf(gail.id)) as PersonActor;
    const page = await inOrganization(company.organizationId, () =>
      second().own.notifications.live.since(actor, before),
    );
    expect(page.items.map(({ data }) => data['requestId'])).toEqual(expect.arrayContaining(missed));
  }, 30_000);

  it('lives on when what it tells to Redis fails', async () => {
    const [gail, dylan] = [company.person('Gail Erickson'), company.person('Dylan Miller')];
    const near = first().server.client({ token: company.tokenOf(gail) });
    const got = recording(near);
    await connected(near);
    // A client that was closed refuses every command at once.
    const publisher = first().redis.client('sockets-publisher');
    const ended = new Promise((resolve) => publisher.once('end', resolve));
    publisher.disconnect();
    await ended;
    await expect(publisher.ping()).rejects.toThrow('closed');
    const id = await raise(dylan, gail);
    await vi.waitFor(() => expect(got.map(({ data }) => data['requestId'])).toContain(id));
  });

  it('serves its own sockets and closes without a word while Redis is frozen', async () => {
    const [gail, dylan] = [company.person('Gail Erickson'), company.person('Dylan Miller')];
    const { near, nearGot } = await onBothSides(dylan, gail);

    redisServer.freeze();
    const id = await raise(dylan, gail);
    await vi.waitFor(() => expect(nearGot.map(({ data }) => data['requestId'])).toContain(id));
    await first().server.close();
    await first().redis.close();
    await vi.waitFor(() => expect(near.connected).toBe(false));
    redisServer.thaw();
  });
});
