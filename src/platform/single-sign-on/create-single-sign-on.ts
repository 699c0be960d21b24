import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
} from 'openid-client';
import type { SingleSignOnConfig } from '../../config.js';
import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../logger.js';
import { createProvider } from './provider.js';
import { isProviderAway, reasonOf, unavailable } from './provider-failure.js';
import { createFlowSeal } from './sealed-flow.js';
import { SignOnRefused, type SignOnFlow, type SingleSignOn, type VouchedIdentity } from './single-sign-on.js';

export interface SingleSignOnOptions {
  readonly config: SingleSignOnConfig;
  /** Where the provider sends browsers back to. */
  readonly callback: string;
  /** Seals flows. */
  readonly secret: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long to wait for each answer of the provider; 5 unless said. */
  readonly timeoutSeconds?: number;
}

const SCOPE = 'openid email profile';

export function createSingleSignOn(options: SingleSignOnOptions): SingleSignOn {
  const { config, callback, secret, clock, logger, timeoutSeconds = 5 } = options;
  const provider = createProvider({ config, clock, logger, timeoutSeconds });
  const flows = createFlowSeal({ secret, clock });

  async function exchange(configuration: Configuration, flow: SignOnFlow, address: URL): Promise<VouchedIdentity> {
    const tokens = await authorizationCodeGrant(configuration, address, {
      expectedState: flow.state,
      expectedNonce: flow.nonce,
      pkceCodeVerifier: flow.verifier,
      idTokenExpected: true,
      // Since this flow began, the clocks' difference aside.
      ...(flow.again && { maxAge: Math.max(Math.ceil((clock.now().getTime() - flow.begunAt) / 1000), 0) }),
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new SignOnRefused('no ID token');
    // Some providers keep the address for whoever asks for it. Address and proof are taken from one place.
    const complete = claims['email'] !== undefined && claims['email_verified'] !== undefined;
    const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined;
    const said = complete || !hasMore ? claims : await fetchUserInfo(configuration, tokens.access_token, claims.sub);
    return {
      email: textOf(said.email),
      emailVerified: said.email_verified === true,
      name: textOf(said.name ?? claims['name']),
      authenticatedAt: instantOf(claims.auth_time, clock.now()),
    };
  }

  return {
    label: config.label,
    begin: async ({ next, again, hint }) =>
      provider.use(async (configuration) => {
        const [state, nonce, verifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()];
        const flow = { state, nonce, verifier, next, again, begunAt: clock.now().getTime() };
        const address = buildAuthorizationUrl(configuration, {
          redirect_uri: callback,
          scope: SCOPE,
          state,
          nonce,
          code_challenge: await calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          ...(again && { prompt: 'login', max_age: '0' }),
          ...(hint !== undefined && { login_hint: hint }),
        });
        return { address: address.href, state, sealed: await flows.seal(flow) };
      }),
    open: (sealed, state) => flows.open(sealed, state),
    finish: async (flow, query) => {
      const address = new URL(callback);
      address.search = query.toString();
      return provider.use(async (configuration) => {
        try {
          return await exchange(configuration, flow, address);
        } catch (error) {
          if (error instanceof SignOnRefused) throw error;
          if (!isProviderAway(error)) throw new SignOnRefused(reasonOf(error));
          logger.warn({ reason: reasonOf(error), issuer: config.issuer }, 'provider of single sign-on failed');
          throw unavailable(config.label);
        }
      });
    },
  };
}

function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' ? claim : undefined;
}

/** A claim in seconds, never later than now. */
function instantOf(seconds: number | undefined, now: Date): Date | undefined {
  return seconds === undefined ? undefined : new Date(Math.min(seconds * 1000, now.getTime()));
}
