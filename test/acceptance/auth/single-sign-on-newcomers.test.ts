import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { account, anonymous, openPage, type Agent } from '../../support/agents.js';
import type { TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import type { OpenidProvider } from '../../support/openid-provider.js';
import { openSignOnWorld, signOn, type SignOnWorld } from '../../support/sign-on.js';
import { problemsOfPage } from '../../support/valid-html.js';

const START = '/auth/single-sign-on';

interface Waiting {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

async function waitingIn(cast: Cast): Promise<Waiting[]> {
  const hr = await cast.as('hrAdmin');
  return ((await hr.get('/hr/registrations')).body as { items: Waiting[] }).items;
}

describe('single sign-on where unknown people are registered', () => {
  let world: SignOnWorld;
  let app: TestApp;
  let provider: OpenidProvider;
  let cast: Cast;
  beforeAll(async () => {
    world = await openSignOnWorld({ env: { OIDC_AUTO_CREATE: 'true' } });
    ({ app, provider } = world);
    // People cannot register themselves; whom the provider vouches for is another matter.
    cast = await createCast(app, { settings: { allowedDomains: ['bikes.com'] } });
  });
  afterAll(() => world.close());

  const come = (email: string, name?: string): Promise<Awaited<ReturnType<typeof signOn>>> => {
    provider.person = { sub: email, email, email_verified: true, ...(name !== undefined && { name }) };
    return signOn(anonymous(app));
  };

  test('somebody of a listed domain waits for HR, who makes a person of it, without a grant', async () => {
    const page = await come('Diane@bikes.com', 'Diane Glimp');
    expect(page.status).toBe(401);
    expect(problemsOfPage(page.text)).toEqual([]);
    expect(page.text).toContain('HR administration has your registration now');
    expect((await come('diane@bikes.com', 'Diane Glimp')).text).toContain('HR administration has your registration');
    const waiting = (await waitingIn(cast)).filter(({ email }) => email === 'diane@bikes.com');
    expect(waiting).toMatchObject([{ name: 'Diane Glimp' }]);

    const hr = await cast.as('hrAdmin');
    const placed = { employeeId: 'AW8101', grade: 'C1', department: 'IT', location: 'India', level: 'Senior' };
    await hr
      .post(`/hr/registrations/${waiting[0]?.id ?? ''}/activation`)
      .send({ ...placed, name: 'Diane Glimp', joiningDate: '2025-11-17' });
    expect((await come('diane@bikes.com')).status).toBe(303);
    const person = await cast.tenant.run(() => app.container.people.byEmail('diane@bikes.com'));
    expect(person?.grants).toEqual([]);
  });

  test('two tabs at once register once', async () => {
    const pages = await Promise.all([come('rob@bikes.com'), come('rob@bikes.com'), come('rob@bikes.com')]);
    expect(pages.map(({ text }) => text.includes('has your registration now'))).toEqual([true, true, true]);
    expect((await waitingIn(cast)).filter(({ email }) => email === 'rob@bikes.com')).toHaveLength(1);
  });

  test.each([
    ['of another domain', { email: 'gail@elsewhere.com' }],
    ['of a domain that ends alike', { email: 'gail@evilbikes.com' }],
    ['whose address is not verified', { email: 'gail@bikes.com', email_verified: false }],
  ])('nobody %s is', async (_case, claims) => {
    provider.person = { sub: 'gail', email_verified: true, name: 'Gail Erickson', ...claims };
    const answer = await signOn(anonymous(app));
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('You could not be signed in');
    expect((await waitingIn(cast)).filter(({ name }) => name === 'Gail Erickson')).toEqual([]);
  });

  test('somebody deactivated is not', async () => {
    const gone = await account(app, cast.tenant, { email: 'gone@bikes.com' });
    await cast.tenant.run(() => app.container.people.deactivate(cast.tenant.system, gone.id, 'Left.'));
    expect((await come('gone@bikes.com')).text).toContain('You could not be signed in');
    expect((await waitingIn(cast)).filter(({ email }) => email === 'gone@bikes.com')).toEqual([]);
  });
});

describe('single sign-on with several organizations', () => {
  let world: SignOnWorld;
  let app: TestApp;
  let provider: OpenidProvider;
  let [cast, other]: Cast[] = [];
  beforeAll(async () => {
    world = await openSignOnWorld({ env: { OIDC_ORGANIZATION: 'bikes' } });
    ({ app, provider } = world);
  });
  afterAll(() => world.close());

  const person = (email: string) => ({ sub: email, email, email_verified: true });
  const begins = (agent: Agent) => agent.get(START).set('Accept', 'text/html');

  test('leads nowhere while there is no organization of the name', async () => {
    other = await createCast(app, { slug: 'boats' });
    expect((await begins(anonymous(app))).status).toBe(404);
    expect((await openPage(anonymous(app), '/auth/login')).text).not.toContain('Adventure Works');
  });

  test('leads into the one that is named and into no other', async () => {
    cast = await createCast(app, { slug: 'bikes' });
    const agent = anonymous(app);
    provider.person = person(cast.people.manager.email);
    expect((await signOn(agent)).status).toBe(303);
    const { body } = await agent.get('/auth/session').set('Accept', 'application/json');
    expect(body).toMatchObject({ person: { id: cast.people.manager.id } });
    provider.person = person(other?.people.manager.email ?? '');
    expect((await signOn(anonymous(app))).status).toBe(401);
  });

  test('leads to the person of the named one where both have the address', async () => {
    const email = 'both@adventure-works.com';
    await account(app, (other as Cast).tenant, { email, grants: ['hr'] });
    const mine = await account(app, (cast as Cast).tenant, { email });
    provider.person = person(email);
    const agent = anonymous(app);
    await signOn(agent);
    const { body } = await agent.get('/auth/session').set('Accept', 'application/json');
    expect(body).toMatchObject({ person: { id: mine.id } });
  });
});

describe('single sign-on with several organizations, none of them named', () => {
  let world: SignOnWorld;
  beforeAll(async () => {
    world = await openSignOnWorld();
    await createCast(world.app);
  });
  afterAll(() => world.close());

  test('leads nowhere once it is not clear where', async () => {
    expect((await anonymous(world.app).get(START)).status).toBe(200);
    await world.app.tenant();
    expect((await anonymous(world.app).get(START)).status).toBe(404);
    expect((await openPage(anonymous(world.app), '/auth/login')).text).not.toContain('Adventure Works');
  });
});

describe('single sign-on while its provider is not well', () => {
  let world: SignOnWorld;
  let app: TestApp;
  let provider: OpenidProvider;
  let cast: Cast;
  beforeAll(async () => {
    world = await openSignOnWorld({ signOnTries: 30 });
    ({ app, provider } = world);
    cast = await createCast(app);
  });
  beforeEach(() => {
    provider.person = { sub: '7', email: cast.people.manager.email, email_verified: true };
  });
  afterEach(() => (provider.twist = {}));
  afterAll(() => world.close());

  test('away from the beginning: 503 that says when to come back, and all is well once it is there', async () => {
    provider.twist = { down: ['/.well-known/openid-configuration'] };
    const page = await openPage(anonymous(app), START);
    expect(page.status).toBe(503);
    expect(page.headers['retry-after']).toBe('60');
    expect(problemsOfPage(page.text)).toEqual([]);
    expect(page.text).toContain('Signing in with Adventure Works does not work at the moment');
    expect((await openPage(anonymous(app), '/auth/login')).status).toBe(200);
    provider.twist = {};
    expect((await signOn(anonymous(app))).status).toBe(303);
  });

  test.each([
    ['the token endpoint fails', { down: ['/token'] }],
    ['the provider says so itself', { refuses: 'temporarily_unavailable' }],
    ['userinfo fails', { userinfo: {}, down: ['/userinfo'] }],
  ])('%s: 503 and nobody signed in', async (_case, twist) => {
    provider.twist = twist;
    const agent = anonymous(app);
    expect((await signOn(agent)).status).toBe(503);
    expect((await agent.get('/auth/session')).status).toBe(401);
  });

  test('an address that tries too often has to wait, at both ends', async () => {
    const agent = anonymous(app);
    let answer = await openPage(agent, START);
    for (let tries = 0; tries < 30 && answer.status !== 429; tries += 1) answer = await openPage(agent, START);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await openPage(agent, `${START}/callback?state=x`)).status).toBe(429);
  });
});
