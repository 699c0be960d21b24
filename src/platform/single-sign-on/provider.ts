import {
  allowInsecureRequests,
  clockSkew,
  clockTolerance,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  discovery,
  enableNonRepudiationChecks,
  getJwksCache,
  setJwksCache,
  type ClientAuth,
  type ExportedJWKSCache,
  type ServerMetadata,
} from 'openid-client';
import type { SingleSignOnConfig } from '../../config.js';
import { systemClock, type Clock } from '../../kernel/clock.js';
import type { Logger } from '../logger.js';
import { reasonOf, unavailable } from './provider-failure.js';

export interface ProviderOptions {
  readonly config: Pick<SingleSignOnConfig, 'issuer' | 'clientId' | 'clientSecret' | 'label'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long to wait for each answer of the provider. */
  readonly timeoutSeconds: number;
}

/** The provider as of its discovery document. */
export interface Provider {
  /** What is needed to talk to it, at the time of the clock. @throws Unavailable */
  use<T>(work: (configuration: Configuration) => Promise<T>): Promise<T>;
}

interface Known {
  readonly server: ServerMetadata;
  readonly at: number;
}

const FRESH_MS = 3_600_000;
/** A provider whose discovery document is away for a while may still be there. */
const USABLE_MS = 24 * FRESH_MS;
/** Between tries to read a document anew that could not be read. */
const PAUSE_MS = 60_000;
const SKEW_SECONDS = 30;

/** Secrets in the body where the provider takes them there: the header needs an encoding that not all of them know. */
const authenticate =
  (secret: string): ClientAuth =>
  (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const by = methods.includes('client_secret_post') ? ClientSecretPost : ClientSecretBasic;
    by(secret)(server, ...rest);
  };

export function createProvider({ config, clock, logger, timeoutSeconds }: ProviderOptions): Provider {
  const issuer = new URL(config.issuer);
  // The configuration lets nothing but loopback come without TLS.
  const insecure = issuer.protocol === 'http:' ? [allowInsecureRequests] : [];
  let known: Known | undefined;
  let asking: Promise<Known> | undefined;
  let triedAt = 0;
  let keys: ExportedJWKSCache | undefined;

  async function ask(): Promise<Known> {
    const found = await discovery(issuer, config.clientId, undefined, undefined, {
      execute: insecure,
      timeout: timeoutSeconds,
    });
    // Copied, as what the library adds cannot be handed on.
    const server = JSON.parse(JSON.stringify(found.serverMetadata())) as ServerMetadata;
    // Addresses for all companies of a provider answer with another issuer; theirs vouch for anybody.
    if (new URL(server.issuer).href !== issuer.href) throw new Error('the issuer is another one');
    return { server, at: clock.now().getTime() };
  }

  /** Asks once for all who wait. */
  function askTogether(): Promise<Known> {
    triedAt = clock.now().getTime();
    asking ??= ask().finally(() => (asking = undefined));
    return asking;
  }

  async function discover(): Promise<ServerMetadata> {
    const now = clock.now().getTime();
    const former = known;
    const age = former === undefined ? Infinity : now - former.at;
    const pausing = age < USABLE_MS && now - triedAt < PAUSE_MS;
    if (former !== undefined && (age < FRESH_MS || pausing)) return former.server;
    try {
      known = await askTogether();
      // Asked for anew as well, so that keys which were taken back do not outlive the document.
      keys = undefined;
      return known.server;
    } catch (error) {
      logger.warn({ reason: reasonOf(error), issuer: config.issuer }, 'provider of single sign-on not discovered');
      if (former !== undefined && age < USABLE_MS) return former.server;
      throw unavailable(config.label);
    }
  }

  return {
    async use(work) {
      const server = await discover();
      const metadata = {
        client_secret: config.clientSecret,
        // What the library takes for now is what the clock says.
        [clockSkew]: Math.round((clock.now().getTime() - systemClock.now().getTime()) / 1000),
        [clockTolerance]: SKEW_SECONDS,
      };
      const configuration = new Configuration(server, config.clientId, metadata, authenticate(config.clientSecret));
      configuration.timeout = timeoutSeconds;
      for (const allow of insecure) allow(configuration);
      // Without it the library trusts an ID token for the connection it came by.
      enableNonRepudiationChecks(configuration);
      if (keys !== undefined) setJwksCache(configuration, keys);
      try {
        return await work(configuration);
      } finally {
        keys = getJwksCache(configuration) ?? keys;
      }
    },
  };
}
