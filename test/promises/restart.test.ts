import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDays, localDateOf } from '../../src/kernel/local-date.js';
import { runCommand, startCompiled, type CompiledServer } from '../support/compiled-server.js';
import { demoCast } from '../support/demo-cast.js';
import { demoFolder, type DemoFolder } from '../support/demo-folder.js';
import { signedInClient, type JsonClient } from '../support/json-client.js';

const { manager: boss, employees } = demoCast();
const CLIENTS = 20;
const WRITERS = 16;
const POINTS = 250;
/** Requests that a killed process never answered; fewer would not show much. */
const UNANSWERED = 30;
const MOST_ROUNDS = 12;

let demo: DemoFolder;
let server: CompiledServer;

beforeEach(async () => {
  demo = await demoFolder();
  server = await startCompiled({ folder: demo.folder });
});
afterEach(async () => {
  await server.stop('SIGKILL');
  await demo.remove();
});

const claim = (notes: string) => ({
  categoryCode: 'initiative_ai',
  eventDate: addDays(localDateOf(new Date(), 'Asia/Kolkata'), -1),
  notes,
  acknowledgeDuplicate: true,
});

interface Summary {
  readonly combined: number;
}

async function pointsOf(client: JsonClient): Promise<number> {
  return (await client.get<Summary>('/employee/points-summary')).body.combined;
}

describe('stopping under load', () => {
  it('requests that have begun are answered whole, and the process ends cleanly within 10 seconds', async () => {
    const client = await signedInClient(server.url, employees[0].email);
    const begun = await Promise.all(
      Array.from({ length: CLIENTS }, (_, index) => beginRaise(client.cookie, `Client ${index}`)),
    );
    const asked = performance.now();
    const ended = server.stop();
    // It takes nobody new from now on: that is how one sees that stopping has begun.
    await expect.poll(isAccepting, { timeout: 10_000, interval: 20 }).toBe(false);
    const statuses = await Promise.all(begun.map((raise) => raise.finish()));
    expect(statuses).toEqual(Array.from({ length: CLIENTS }, () => 201));
    expect((await ended).code).toBe(0);
    expect(performance.now() - asked).toBeLessThan(10_000);
  });
});

async function isAccepting(): Promise<boolean> {
  try {
    return (await fetch(`${server.url}/healthz`, { headers: { connection: 'close' } })).ok;
  } catch {
    return false;
  }
}

/** Sends a request up to the middle of its body, once the server has it in hand. */
async function beginRaise(cookie: string, notes: string) {
  const body = JSON.stringify(claim(notes));
  const sent: ClientRequest = request(`${server.url}/employee/raise-request`, {
    method: 'POST',
    agent: false,
    headers: {
      cookie,
      accept: 'application/json',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    },
  });
  sent.flushHeaders();
  await once(sent, 'continue');
  sent.write(body.slice(0, 20));
  return {
    async finish(): Promise<number | undefined> {
      sent.end(body.slice(20));
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      let text = '';
      for await (const piece of answer) text += String(piece);
      expect(JSON.parse(text)).toHaveProperty('request.status', 'pending');
      return answer.statusCode;
    },
  };
}

/** What a writer knows about its requests. */
interface Known {
  readonly raised: Set<string>;
  readonly approved: Set<string>;
  /** Approvals that were sent and never answered. */
  readonly open: Set<string>;
  unanswered: number;
}

describe('killed at work', () => {
  it('loses nothing that was acknowledged and credits nothing twice', async () => {
    const port = server.port;
    const authors = await Promise.all(employees.map(({ email }) => signedInClient(server.url, email)));
    const decider = await signedInClient(server.url, boss.email);
    const before = await Promise.all(authors.map(pointsOf));
    const known: Known = { raised: new Set(), approved: new Set(), open: new Set(), unanswered: 0 };

    for (let round = 0; known.unanswered < UNANSWERED; round += 1) {
      expect(round, 'rounds until enough requests were cut').toBeLessThan(MOST_ROUNDS);
      const enough = known.approved.size + WRITERS;
      const writers = Array.from({ length: WRITERS }, (_, index) =>
        write(authors[index % authors.length] ?? decider, decider, known),
      );
      await expect.poll(() => known.approved.size, { timeout: 60_000, interval: 5 }).toBeGreaterThanOrEqual(enough);
      await server.stop('SIGKILL');
      await Promise.all(writers);
      server = await startCompiled({ folder: demo.folder, env: { PORT: String(port) } });
      await resend(decider, known);
    }

    const statuses = new Map<string, string>();
    const credited: number[] = [];
    for (const author of authors) {
      const own = await everyRequest(author);
      for (const { id, status } of own) statuses.set(id, status);
      credited.push(own.filter(({ id, status }) => status === 'approved' && known.raised.has(id)).length);
    }
    expect(
      [...known.raised].filter((id) => !statuses.has(id)),
      'acknowledged requests that are gone',
    ).toEqual([]);
    expect(
      [...known.approved].filter((id) => statuses.get(id) !== 'approved'),
      'approvals that are gone',
    ).toEqual([]);
    const after = await Promise.all(authors.map(pointsOf));
    expect(after).toEqual(before.map((points, index) => points + POINTS * (credited[index] ?? 0)));

    expect((await server.stop()).code).toBe(0);
    const verified = await runCommand('verify-ledger', { folder: demo.folder });
    expect([verified.code, verified.output.trim()]).toEqual([0, 'AdventureWorks: no difference.']);
  });
});

/** Raises and approves, one after the other, until the process is gone. */
async function write(author: JsonClient, decider: JsonClient, known: Known): Promise<void> {
  let id: string | undefined;
  try {
    for (let count = 0; ; count += 1) {
      id = undefined;
      const { status, body } = await author.post<{ request: { id: string } }>(
        '/employee/raise-request',
        claim(`Number ${count}`),
      );
      expect(status).toBe(201);
      id = body.request.id;
      known.raised.add(id);
      known.open.add(id);
      const decided = await decider.post(`/pm/requests/${id}/decision`, { decision: 'approve', notes: 'Agreed.' });
      expect(decided.status).toBe(200);
      known.open.delete(id);
      known.approved.add(id);
    }
  } catch (error) {
    // What fetch says when nobody answers; everything else is a wrong answer.
    if (!(error instanceof TypeError)) throw error;
    known.unanswered += 1;
  }
}

/** Sends the approvals again that got no answer: they count now or counted then. */
async function resend(decider: JsonClient, known: Known): Promise<void> {
  for (const id of known.open) {
    const { status, body } = await decider.post<{ code?: string }>(`/pm/requests/${id}/decision`, {
      decision: 'approve',
      notes: 'Again.',
    });
    if (status !== 200) expect([status, body.code]).toEqual([409, 'request.already_decided']);
    known.approved.add(id);
  }
  known.open.clear();
}

async function everyRequest(author: JsonClient): Promise<{ id: string; status: string }[]> {
  const found: { id: string; status: string }[] = [];
  for (let page = 1; ; page += 1) {
    const { body } = await author.get<{ items: { id: string; status: string }[]; page: { total: number } }>(
      `/employee/requests?page=${page}&size=100`,
    );
    found.push(...body.items);
    if (body.items.length === 0 || found.length >= body.page.total) return found;
  }
}
