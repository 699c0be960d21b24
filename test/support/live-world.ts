import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import express from 'express';
import session from 'express-session';
import { io, type Socket } from 'socket.io-client';
import type { PersonActor } from '../../src/kernel/actor.js';
import type { Clock } from '../../src/kernel/clock.js';
import type { RequestEventData } from '../../src/kernel/events.js';
import { newId } from '../../src/kernel/ids.js';
import type { Grant } from '../../src/kernel/units.js';
import { createNotifications } from '../../src/modules/notifications/index.js';
import { DEFAULT_LISTS, DEFAULT_SETTINGS } from '../../src/modules/organizations/index.js';
import { DEFAULT_PREFERENCES, type Person, type SessionClaim } from '../../src/modules/people/index.js';
import type { NewMail } from '../../src/platform/mailer/index.js';
import { createOutbox } from '../../src/platform/outbox/index.js';
import type { RedisClients } from '../../src/platform/redis/index.js';
import { inOrganization } from '../../src/platform/request-context.js';
import type { Storage } from '../../src/platform/storage/index.js';
import { createRealtime } from '../../src/realtime/index.js';
import { createRenderer } from '../../src/web/views/index.js';
import { wordsIn } from './message-words.js';
import { silentLogger } from './temporary-storage.js';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** People of one organization whose sessions and tokens a test can end. */
export function liveCompany() {
  const organizationId = newId();
  const people = new Map<string, Person>();
  const epochs = new Map<string, number>();
  const actorOf = (personId: string, epoch?: number): Promise<PersonActor | undefined> => {
    const person = people.get(personId);
    if (person?.status !== 'active') return Promise.resolve(undefined);
    if (epoch !== undefined && epoch !== epochs.get(personId)) return Promise.resolve(undefined);
    const { name, email, grade, grants } = person;
    return Promise.resolve({
      kind: 'person',
      organizationId,
      personId,
      name,
      email,
      grade,
      grants,
      mustChangePassword: false,
    });
  };
  return {
    organizationId,
    people,
    epochs,
    /** Their tokens are `token-<person>-<epoch>`. */
    tokenOf: (person: Person) => `token-${person.id}-${epochs.get(person.id) ?? 0}`,
    access: {
      actorOf,
      standingSession: async ({ personId, epoch }: SessionClaim) => {
        const actor = await actorOf(personId, epoch);
        return actor === undefined ? undefined : { actor, endsAt: new Date(8.64e15) };
      },
      actorFromAccessToken: (token: string) => {
        const [, personId = '', epoch = ''] = token.split('-');
        return actorOf(personId, Number(epoch));
      },
    },
    person(
      name: string,
      overrides: { dpId?: string; grants?: readonly Grant[]; mail?: Record<string, boolean> } = {},
    ): Person {
      const id = newId();
      const person: Person = {
        id,
        organizationId,
        revision: 1,
        name,
        email: `${id}@adventure-works.com`,
        phone: '',
        employeeId: id,
        grade: 'C1',
        department: 'IT',
        location: 'India',
        level: 'Senior',
        managerId: null,
        dpId: overrides.dpId ?? null,
        joiningDate: '2020-01-06',
        exitDate: null,
        status: 'active',
        grants: overrides.grants ?? [],
        preferences: { ...DEFAULT_PREFERENCES, mail: overrides.mail ?? {} },
      };
      people.set(id, person);
      epochs.set(id, 0);
      return person;
    },
  };
}

export type LiveCompany = ReturnType<typeof liveCompany>;

/** Outbox and notifications as one process has them; models are registered anew, so several share one storage. */
export function liveProcess(company: LiveCompany, storage: Storage, clock: Clock) {
  for (const name of storage.connection.modelNames()) storage.connection.deleteModel(name);
  const outbox = createOutbox({ storage, clock, logger: silentLogger });
  const mails: NewMail[] = [];
  const notifications = createNotifications({
    storage,
    outbox,
    clock,
    mailer: {
      queue: (news) => {
        mails.push(...news.filter((mail) => !mails.some(({ key }) => key === mail.key)));
        return Promise.resolve();
      },
    },
    organizations: {
      current: () =>
        Promise.resolve({
          id: company.organizationId,
          name: 'AdventureWorks',
          slug: 'adventureworks',
          calendar: { zone: 'Asia/Kolkata', fiscalStartMonth: 4 },
          settings: DEFAULT_SETTINGS,
          lists: DEFAULT_LISTS,
          logo: null,
          revision: 0,
        }),
      today: () => Promise.resolve('2025-11-12'),
      list: () => Promise.resolve([]),
    },
    people: {
      find: (id) => Promise.resolve(company.people.get(id)),
      byIds: (ids) =>
        Promise.resolve(
          new Map(ids.flatMap((id) => company.people.get(id) ?? []).map((person) => [person.id, person])),
        ),
      holders: () => Promise.resolve([]),
    },
    catalog: { find: () => Promise.resolve({ name: 'Mentoring' }) },
    ledger: { byId: () => Promise.resolve({ reason: 'Helped the whole team' }) },
    requests: { named: () => Promise.resolve([]) },
    announcements: { takePart: () => Promise.resolve(undefined) },
    links: {
      announcement: (id) => `/employee/announcements/${id}`,
      ownRequest: (id) => `/employee/requests/${id}`,
      unitRequest: (unit, id) => `/${unit}/requests/${id}`,
      unitQueue: (unit) => `/${unit}/requests`,
      tracker: ({ status }) => `/hr/pending-tracker?status=${status}`,
      registration: (id) => `/hr/registrations/${id}`,
      absence: '/employee/absence',
      ownRequests: '/employee/requests',
      sessions: '/auth/sessions',
      history: '/employee/history',
      verification: '/central/verification',
      preferences: '/employee/profile/messages',
      messages: '/employee/notifications',
    },
    wordsIn,
    renderEmail: (...mail) =>
      createRenderer({ viewsDir: path.join(ROOT, 'views'), cache: false, asset: (file) => file }).renderEmail(...mail),
    publicUrl: 'https://points.example.org',
  });
  return { outbox, notifications, mails };
}

export type LiveProcess = ReturnType<typeof liveProcess>;

/** A server with sockets. `POST /sign-in/<person>` gives a session cookie. */
export async function liveServer(
  company: LiveCompany,
  { outbox, notifications }: LiveProcess,
  clock: Clock,
  options: { redis?: RedisClients; recheckMs?: number; boardIntervalMs?: number; hintIntervalMs?: number } = {},
) {
  const sessionMiddleware = session({ secret: 'a secret of the tests', resave: false, saveUninitialized: false });
  const app = express();
  app.use(sessionMiddleware);
  app.post('/sign-in/:id', (req, res) => {
    Object.assign(req.session, {
      publicId: newId(),
      personId: req.params.id,
      organizationId: company.organizationId,
      epoch: company.epochs.get(req.params.id),
      createdAt: clock.now().getTime(),
    });
    res.sendStatus(204);
  });
  app.post('/sign-out', (req, res) => {
    req.session.destroy(() => res.sendStatus(204));
  });
  const httpServer = createServer(app);
  const realtime = createRealtime({
    httpServer,
    sessionMiddleware,
    access: company.access,
    live: notifications.live,
    outbox,
    logger: silentLogger,
    publicUrl: 'https://points.example.org',
    ...options,
  });
  httpServer.listen(0, '127.0.0.1');
  await once(httpServer, 'listening');
  const url = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
  const clients: Socket[] = [];
  return {
    url,
    realtime,
    /** A client that is not connected yet; closed with the server. Begins by polling and upgrades unless told how to talk. */
    client(
      auth: { token?: string; cookie?: string; origin?: string; transport?: 'polling' | 'websocket' } = {},
    ): Socket {
      const extraHeaders = {
        ...(auth.cookie !== undefined && { cookie: auth.cookie }),
        ...(auth.origin !== undefined && { origin: auth.origin }),
      };
      const socket = io(url, {
        autoConnect: false,
        reconnection: false,
        forceNew: true,
        extraHeaders,
        ...(auth.transport !== undefined && { transports: [auth.transport] }),
        ...(auth.token !== undefined && { auth: { token: auth.token } }),
      });
      clients.push(socket);
      return socket;
    },
    async signIn(person: Person): Promise<string> {
      const answer = await fetch(`${url}/sign-in/${person.id}`, { method: 'POST' });
      return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    },
    signOut: (cookie: string) => fetch(`${url}/sign-out`, { method: 'POST', headers: { cookie } }),
    async close() {
      for (const socket of clients) socket.close();
      await realtime.close();
      httpServer.closeAllConnections();
      httpServer.close();
    },
  };
}

/** Connects and answers `connected`, or the error's message when the server refuses. */
export function connected(socket: Socket): Promise<string> {
  const outcome = new Promise<string>((resolve) => {
    socket.once('connect', () => resolve('connected'));
    socket.once('connect_error', (error) => resolve(error.message));
  });
  socket.connect();
  return outcome;
}

/** Everything that a socket gets, in order. */
export function recording(socket: Socket): { name: string; data: Record<string, unknown> }[] {
  const got: { name: string; data: Record<string, unknown> }[] = [];
  socket.onAny((name: string, data: Record<string, unknown>) => got.push({ name, data }));
  return got;
}

export function requestData(
  overrides: Partial<RequestEventData> & Pick<RequestEventData, 'personId' | 'personName'>,
): RequestEventData {
  return {
    requestId: newId(),
    unit: 'pm',
    categoryCode: 'mentoring',
    categoryName: 'Mentoring',
    points: 250,
    approverId: null,
    proposerId: overrides.personId,
    ...overrides,
  };
}

export { inOrganization };
