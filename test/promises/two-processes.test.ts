import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config.js';
import { openContainer } from '../../src/container.js';
import { systemActor } from '../../src/kernel/actor.js';
import { addDays, localDateOf } from '../../src/kernel/local-date.js';
import { inOrganization } from '../../src/platform/request-context.js';
import { projectRoot } from '../../src/project-root.js';
import { compiledEnvironment, serveEngine, startCompiled, type CompiledServer } from '../support/compiled-server.js';
import { demoCast } from '../support/demo-cast.js';
import { demoFolder, type DemoFolder } from '../support/demo-folder.js';
import { jsonClient, signedInClient } from '../support/json-client.js';
import { describeWithRedis, startRedis, type RedisServer } from '../support/redis.js';
import { silentLogger } from '../support/temporary-storage.js';

const { manager: boss, employees } = demoCast();
const [author, leaver, gone] = employees;
const SAMPLES = 9;
const WAIT = { timeout: 30_000, interval: 5 };

let demo: DemoFolder;
let engine: Awaited<ReturnType<typeof serveEngine>>;
let redis: RedisServer;
let one: CompiledServer;
let two: CompiledServer;
const sockets: Socket[] = [];

const environment = () => ({ MONGO_URI: engine.uri, REDIS_URL: redis.url });

/** A live connection of a session, and the ids of the requests it was told are decided, with the moment of telling. */
async function listen(server: CompiledServer, cookie: string) {
  const socket = io(server.url, {
    forceNew: true,
    reconnection: false,
    transports: ['websocket'],
    extraHeaders: { cookie },
  });
  sockets.push(socket);
  const told = new Map<string, number>();
  socket.on('request_decided', ({ requestId }: { requestId: string }) => told.set(requestId, performance.now()));
  await expect.poll(() => socket.connected, WAIT).toBe(true);
  return { socket, told };
}

/** Raises on one process and approves on the other's neighbour; answers the id and when the approval was acknowledged. */
async function decideOn(server: CompiledServer, cookies: { author: string; boss: string }) {
  const raised = await jsonClient(server.url, cookies.author).post<{ request: { id: string } }>(
    '/employee/raise-request',
    {
      categoryCode: 'initiative_ai',
      eventDate: addDays(localDateOf(new Date(), 'Asia/Kolkata'), -1),
      notes: 'Let an assistant write the first draft of the minutes.',
      acknowledgeDuplicate: true,
    },
  );
  expect(raised.status).toBe(201);
  const { id } = raised.body.request;
  const decided = await jsonClient(server.url, cookies.boss).post(`/pm/requests/${id}/decision`, {
    decision: 'approve',
    notes: 'Agreed.',
  });
  expect(decided.status).toBe(200);
  return { id, at: performance.now() };
}

describeWithRedis('two processes on one database and one Redis', () => {
  beforeAll(async () => {
    demo = await demoFolder();
    [engine, redis] = [await serveEngine(demo.folder), await startRedis()];
    const options = { folder: demo.folder, env: environment() };
    [one, two] = await Promise.all([startCompiled(options), startCompiled(options)]);
  });
  afterAll(async () => {
    for (const socket of sockets) socket.close();
    await Promise.all([one.stop(), two.stop()]);
    await engine.stop();
    await redis.stop();
    await demo.remove();
  });

  it('49: what is decided on one is seen live on the other within a second', async ({ annotate }) => {
    const cookies = {
      author: (await signedInClient(one.url, author.email)).cookie,
      boss: (await signedInClient(one.url, boss.email)).cookie,
    };
    const { told } = await listen(two, cookies.author);
    const delays: number[] = [];
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      const { id, at } = await decideOn(one, cookies);
      await expect.poll(() => told.has(id), WAIT).toBe(true);
      delays.push(Math.max(0, (told.get(id) ?? Infinity) - at));
    }
    const [median = Infinity] = delays.toSorted((a, b) => a - b).slice(Math.floor(SAMPLES / 2));
    await annotate(
      `seen on the other process after ${Math.round(median)} ms (median of ${SAMPLES}, ${delays.map(Math.round).join(' ')})`,
    );
    expect(median).toBeLessThan(1000);
  });

  it('a session begun on one is one on both, and ends on both', async () => {
    const { cookie } = await signedInClient(one.url, leaver.email);
    const { socket } = await listen(two, cookie);
    const statuses = async () => [
      (await jsonClient(one.url, cookie).get('/employee/points-summary')).status,
      (await jsonClient(two.url, cookie).get('/employee/points-summary')).status,
    ];
    expect(await statuses()).toEqual([200, 200]);
    expect((await jsonClient(one.url, cookie).post('/auth/logout', {})).status).toBe(200);
    expect(await statuses()).toEqual([401, 401]);
    await expect.poll(() => socket.connected, WAIT).toBe(false);
  });

  it('acceptance 3: somebody who is deactivated is out on both, sockets included', async () => {
    const devices = await Promise.all(
      [one, two].map(async (server) => {
        const { cookie } = await signedInClient(server.url, gone.email);
        return { server, cookie, ...(await listen(server, cookie)) };
      }),
    );
    const config = readConfig(compiledEnvironment({ folder: demo.folder, env: environment() }), projectRoot());
    const beside = await openContainer(config, { logger: silentLogger });
    try {
      const [organization] = await beside.organizations.list();
      const organizationId = organization?.id ?? '';
      await inOrganization(organizationId, async () => {
        const person = await beside.people.byEmail(gone.email);
        await beside.people.deactivate(systemActor(organizationId, 'test'), person?.id ?? '', 'left the company');
      });
    } finally {
      await beside.close();
    }
    for (const { server, cookie, socket } of devices) {
      expect((await jsonClient(server.url, cookie).get('/employee/points-summary')).status).toBe(401);
      await expect.poll(() => socket.connected, WAIT).toBe(false);
    }
  });
});
