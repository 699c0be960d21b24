import { BROWSER, type Agent, type Answer } from './agents.js';
import { openTestApp, type TestApp, type TestAppOptions } from './app.js';
import { CLIENT, startOpenidProvider, type OpenidProvider } from './openid-provider.js';
import { ManualClock } from '../../src/kernel/clock.js';
import { WORLD_START } from './world.js';

export interface SignOnWorld {
  readonly app: TestApp;
  readonly provider: OpenidProvider;
  close(): Promise<void>;
}

/** The product with a provider beside it. Both go by the clock of the product. */
export async function openSignOnWorld({ env, ...options }: TestAppOptions = {}): Promise<SignOnWorld> {
  // The provider has to be there before the product, whose clock it then takes.
  let clock = new ManualClock(WORLD_START);
  const provider = await startOpenidProvider({ now: () => clock.now() });
  const app = await openTestApp({ ...options, env: { ...signOnEnvironment(provider.issuer), ...env } });
  clock = app.clock;
  return {
    app,
    provider,
    async close() {
      await app.close();
      await provider.close();
    },
  };
}

export function signOnEnvironment(issuer: string): Record<string, string> {
  return {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_LABEL: 'Adventure Works',
  };
}

/** Where the provider sends a browser that was sent to it: path and query of the callback. */
export async function wayBack(address: string): Promise<string> {
  const answer = await fetch(address, { redirect: 'manual' });
  const back = new URL(answer.headers.get('location') ?? 'about:blank');
  return back.pathname + back.search;
}

/** Begins in a browser, and is seen by the provider: path and query of the callback. */
export async function comeBack(agent: Agent, start = '/auth/single-sign-on'): Promise<string> {
  const begun = await agent.get(start).set('Accept', BROWSER);
  if (begun.status !== 303) throw new Error(`single sign-on did not begin: ${begun.status} ${begun.text}`);
  return wayBack(begun.headers['location'] ?? '');
}

/** From the button to the first page, or to why not. */
export async function signOn(agent: Agent, start?: string): Promise<Answer> {
  const back = await comeBack(agent, start);
  return agent.get(back).set('Accept', BROWSER).set('Sec-Fetch-Site', 'cross-site');
}
