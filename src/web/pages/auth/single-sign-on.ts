import type { Request, Response } from 'express';
import { z } from 'zod';
import type { PersonActor } from '../../../kernel/actor.js';
import { AppError, NotAuthenticated, NotFound } from '../../../kernel/errors.js';
import { optionalField } from '../../../kernel/fields.js';
import { signOnRefused, type SignOnOrganization } from '../../../modules/people/index.js';
import {
  SignOnRefused,
  type SignOnFlow,
  type SingleSignOn,
  type VouchedIdentity,
} from '../../../platform/single-sign-on/index.js';
import { paths, safeNext } from '../../paths.js';
import { publicRoute, type PageAnswer, type Refusal, type Route } from '../../route.js';
import type { Services } from '../../services.js';
import { signedInShape } from '../../shapes/session.js';
import { startSession } from './session-start.js';
import { keepFlow, takeFlow } from './sign-on-cookie.js';
import { signOnOffer } from './sign-on-offer.js';
import { signedIn } from './signed-in.js';

/** 400: what came back was not begun in this browser, not lately, or was used already. */
class SignOnLost extends AppError {
  readonly status = 400;
  readonly title = 'This sign-in was not begun here';

  constructor() {
    super(
      'auth.single_sign_on_lost',
      'This sign-in took too long, was used already, or was begun in another browser. Start again.',
    );
  }
}

const WAITS = 'auth.registration_waits';

function registrationWaits(): NotAuthenticated {
  return new NotAuthenticated(
    WAITS,
    'You have no account here yet. HR administration has your registration now and decides; you get a mail then.',
  );
}

interface Way {
  readonly provider: SingleSignOn;
  readonly organization: SignOnOrganization;
}

/** @throws NotFound where nobody signs in that way */
async function wayOf({ singleSignOn, config, people, logger }: Services): Promise<Way> {
  if (singleSignOn === undefined) throw new NotFound();
  const organization = await people.access.signOnOrganization(config.singleSignOn?.organization);
  if (organization === undefined) {
    logger.warn({}, 'OIDC_ORGANIZATION has to name an organization that there is');
    throw new NotFound();
  }
  return { provider: singleSignOn, organization };
}

/** Addresses with codes in them are nobody's business, and an answer is good once. */
function keepPrivate(res: Response): void {
  res.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
}

/** What was begun in this browser with the state that came back. @throws SignOnLost */
async function flowOf(req: Request, res: Response, query: URLSearchParams, services: Services, { provider }: Way) {
  const states = query.getAll('state');
  const [state = ''] = states;
  const sealed = states.length === 1 ? takeFlow(req, res, state, services) : undefined;
  const flow = sealed === undefined ? undefined : await provider.open(sealed, state);
  if (flow !== undefined) return flow;
  services.logger.warn({ reason: sealed === undefined ? 'no such flow here' : 'over' }, 'single sign-on refused');
  throw new SignOnLost();
}

/** @throws NotAuthenticated, the same for whatever the provider does not vouch for; Unavailable */
async function vouchedBy(provider: SingleSignOn, flow: SignOnFlow, query: URLSearchParams, services: Services) {
  try {
    return await provider.finish(flow, query);
  } catch (error) {
    if (!(error instanceof SignOnRefused)) throw error;
    services.logger.warn({ reason: error.reason }, 'single sign-on refused');
    throw signOnRefused();
  }
}

/** The person here. @throws NotAuthenticated, also for whoever has been registered thereby */
async function personOf(
  identity: VouchedIdentity,
  { organization }: Way,
  { people, config, logger }: Services,
): Promise<PersonActor> {
  const result = await people.access.signInByIdentity(identity, organization);
  if (result.kind === 'person') return result.actor;
  const newcomer = { email: result.email, name: identity.name, organizationId: organization.id };
  if (config.singleSignOn?.autoCreate === true && (await people.registrations.registerVouched(newcomer))) {
    throw registrationWaits();
  }
  logger.warn({ organizationId: organization.id, reason: 'unknown address' }, 'single sign-on refused');
  throw signOnRefused();
}

async function refusedPage({ error }: Refusal, services: Services): Promise<PageAnswer> {
  const waits = error.code === WAITS;
  const lost = error instanceof SignOnLost;
  const offer = await signOnOffer(services, { again: !lost });
  return {
    view: 'auth/single-sign-on',
    title: waits ? 'Your registration waits' : 'You could not be signed in',
    layout: 'plain',
    model: { waits, lost, message: error.message, retry: offer?.href ?? null },
  };
}

export const singleSignOnRoutes: readonly Route[] = [
  publicRoute({
    method: 'GET',
    path: paths.auth.singleSignOn,
    summary: "Begins to sign in at the organization's own provider, to whom a browser is sent.",
    query: z.object({ next: optionalField(z.string().max(2000)), again: optionalField(z.literal('yes')) }),
    output: z.object({ address: z.string() }),
    handler: async ({ actor, query, services, http: { req, res } }) => {
      keepPrivate(res);
      const { provider } = await wayOf(services);
      await services.rateLimits.singleSignOn.take(req.ip ?? '');
      const again = query.again === 'yes';
      const hint = again && actor !== undefined ? { hint: actor.email } : {};
      const begun = await provider.begin({ next: safeNext(query.next), again, ...hint });
      keepFlow(req, res, begun, services);
      return { address: begun.address };
    },
    redirect: ({ address }) => ({ to: address }),
    refused: (refusal, { services }) => refusedPage(refusal, services),
  }),
  publicRoute({
    method: 'GET',
    path: paths.auth.singleSignOnCallback,
    summary: "Ends signing in at the organization's own provider, which sends the browser here; starts a session.",
    output: signedInShape,
    handler: async ({ services, http: { req, res } }) => {
      keepPrivate(res);
      const way = await wayOf(services);
      await services.rateLimits.singleSignOn.take(req.ip ?? '');
      const query = new URL(req.originalUrl, 'http://here.invalid').searchParams;
      const flow = await flowOf(req, res, query, services, way);
      const identity = await vouchedBy(way.provider, flow, query, services);
      const actor = await personOf(identity, way, services);
      const vouchedAt = identity.authenticatedAt;
      await startSession(req, actor, services, { method: 'single-sign-on', passwordGiven: false, vouchedAt });
      return { ...signedIn(actor), next: safeNext(flow.next) };
    },
    redirect: ({ next }) => ({ to: next }),
    refused: (refusal, { services }) => refusedPage(refusal, services),
  }),
];
