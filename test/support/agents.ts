import { Agent as HttpAgent } from 'node:http';
import request from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import type { Person } from '../../src/modules/people/index.js';
import type { TestApp } from './app.js';
import type { PersonOverrides, Tenant } from './world.js';

/** The password of everybody in tests over HTTP; it breaks no rule. */
export const PASSWORD = 'Points-demo-2026';

/** What a browser asks for. */
export const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

export type Agent = InstanceType<typeof TestAgent>;
export type Answer = request.Response;

/** Registers somebody who can sign in with PASSWORD and need not change it. */
export async function account(app: TestApp, tenant: Tenant, overrides: PersonOverrides = {}): Promise<Person> {
  const initialPasswordHash = await app.container.people.access.hashPassword(PASSWORD);
  const [person] = await tenant.people([overrides], { initialPasswordHash, mustChangePassword: false });
  if (person === undefined) throw new Error('a registration without a person');
  return person;
}

/** Connections of all devices to one product stay open between requests, as those of browsers do. */
const connections = new WeakMap<TestApp, HttpAgent>();

function connectionsTo(app: TestApp): HttpAgent {
  const kept = connections.get(app) ?? new HttpAgent({ keepAlive: true });
  connections.set(app, kept);
  return kept;
}

/** Somebody without a cookie or token. Takes pages as they are: packing and unpacking them proves nothing here. */
export function anonymous(app: TestApp): Agent {
  const kept = connectionsTo(app);
  return request
    .agent(app.url)
    .use((asked: request.Test) => asked.agent(kept))
    .set('Accept-Encoding', 'identity');
}

/** A device of a person, signed in by cookie. */
export async function signIn(app: TestApp, { email }: Pick<Person, 'email'>, password = PASSWORD): Promise<Agent> {
  const agent = anonymous(app);
  const answer = await agent.post('/auth/login').send({ email, password });
  if (answer.status !== 200) throw new Error(`${email} cannot sign in: ${answer.status} ${answer.text}`);
  return agent;
}

/** A program of a person, with a Bearer token. */
export async function signInByToken(app: TestApp, { email }: Pick<Person, 'email'>): Promise<Agent> {
  const agent = anonymous(app);
  const answer = await agent.post('/auth/token').send({ email, password: PASSWORD });
  if (answer.status !== 200) throw new Error(`${email} gets no token: ${answer.status} ${answer.text}`);
  const { accessToken } = answer.body as { accessToken: string };
  return agent.set('Authorization', `Bearer ${accessToken}`);
}

/** Opens an address as a browser does. */
export function openPage(agent: Agent, path: string): request.Test {
  return agent.get(path).set('Accept', BROWSER);
}

/** The token that forms of this session carry. */
export async function formToken(agent: Agent): Promise<string> {
  const answer = await agent.get('/auth/session').set('Accept', 'application/json');
  return (answer.body as { csrfToken: string }).csrfToken;
}

export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** Sends a form as a browser does, with the session's token. */
export async function submit(agent: Agent, path: string, fields: Fields = {}): Promise<Answer> {
  const token = await formToken(agent);
  return agent
    .post(path)
    .set('Accept', BROWSER)
    .set('Sec-Fetch-Site', 'same-origin')
    .type('form')
    .send({ ...fields, _csrf: token });
}
