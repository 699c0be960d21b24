import type { Request } from 'express';
import { AppError } from '../kernel/errors.js';
import { bodyType, wantsPage } from './middleware/negotiation.js';
import { paths, safeNext } from './paths.js';
import { signOnOffer } from './pages/auth/sign-on-offer.js';
import type { PageAnswer, Route } from './route.js';
import type { Services } from './services.js';

/** Where the password was given longer ago, it is asked for again before what is dangerous. */
const GOOD_FOR_MS = 12 * 3_600_000;

/** The field of a form with which the page that asked for the password sends it on. */
const PASSWORD_FIELD = '_password';
/** The field beside it with the page that the form was on: after a refusal the browser names the form's address. */
const BACK_FIELD = '_back';
const cameFrom = new WeakMap<Request, string>();
const MAX_PASSWORD = 256;

type Missing = 'password' | 'sign-in';

/** 403: the password has to be given again, or somebody without one has to sign in again. */
export class PasswordNeeded extends AppError {
  readonly status = 403;
  readonly title = 'Enter your password to go on';
  readonly missing: Missing;

  constructor(missing: Missing) {
    super(
      missing === 'password' ? 'auth.password_required' : 'auth.sign_in_again',
      missing === 'password'
        ? 'You have not given your password here in the last twelve hours. Give it again before you do this.'
        : 'You signed in more than twelve hours ago. Sign in again before you do this.',
    );
    this.missing = missing;
  }
}

/** The password that was given is wrong, or was tried too often. */
export class PasswordRefused extends AppError {
  readonly status: number;
  readonly title: string;

  constructor({ status, title, code, message, errors, retryAfter }: AppError) {
    super(code, message, { errors, ...(retryAfter !== undefined && { retryAfter }) });
    this.status = status;
    this.title = title;
  }
}

/**
 * Asks for the password where the route wants it and it was given too long ago. Before the body is read for pages and
 * uploads, after it for forms, which may bring it along.
 * @throws PasswordNeeded, PasswordRefused
 */
export async function askPassword(route: Route, req: Request, services: Services): Promise<void> {
  if (route.stepUp !== true) return;
  const given = takePassword(req);
  const missing = await whatIsMissing(req, services);
  if (missing === undefined) return;
  if (missing === 'sign-in' || given === undefined) throw new PasswordNeeded(missing);
  await giveAgain(req, given, services);
}

/** Checks the password of whoever is signed in and notes in the session that it was given now. */
export async function giveAgain(req: Request, password: string, services: Services): Promise<void> {
  const { actor } = req;
  if (actor === undefined || req.signedInBy !== 'session') throw new PasswordNeeded('sign-in');
  try {
    await services.rateLimits.passwordCheck.take(actor.personId);
    await services.people.access.confirmPassword(actor, password);
    await services.rateLimits.passwordCheck.reset(actor.personId);
  } catch (error) {
    throw error instanceof AppError && error.status < 500 ? new PasswordRefused(error) : error;
  }
  req.session.passwordAt = services.clock.now().getTime();
}

/** Takes the password out of the body of a form, so that nothing behind sees it. */
function takePassword(req: Request): string | undefined {
  if (bodyType(req) !== 'application/x-www-form-urlencoded') return undefined;
  const { [PASSWORD_FIELD]: given, [BACK_FIELD]: back, ...rest } = (req.body ?? {}) as Record<string, unknown>;
  if (given === undefined) return undefined;
  if (typeof back === 'string') cameFrom.set(req, safeNext(back));
  req.body = rest;
  return typeof given === 'string' ? given.slice(0, MAX_PASSWORD + 1) : '';
}

async function whatIsMissing(req: Request, services: Services): Promise<Missing | undefined> {
  // A personal token was made with the password, and needs a scope of its own for what is dangerous.
  if (req.actor === undefined || req.tokenScopes !== undefined) return undefined;
  const now = services.clock.now().getTime();
  const isFresh = (at: number | null | undefined) => typeof at === 'number' && now - at < GOOD_FOR_MS;
  if (req.signedInBy === 'token') return isFresh(req.tokenPasswordAt) ? undefined : 'sign-in';
  const { passwordAt, vouchedAt, method, createdAt } = req.session;
  if (isFresh(passwordAt) || isFresh(vouchedAt)) return undefined;
  if (await services.people.access.hasPassword(req.actor)) return 'password';
  // Without a password, a code is the strongest there is. Being remembered is not, here or at a provider.
  return method === 'code' && isFresh(createdAt) ? undefined : 'sign-in';
}

/** The page that asks, with everything that was posted, so that nothing has to be typed twice. */
export async function passwordPage(
  error: PasswordNeeded | PasswordRefused,
  route: Route,
  req: Request,
  services: Services,
): Promise<PageAnswer> {
  const again = error instanceof PasswordNeeded && error.missing === 'sign-in';
  const isForm = route.method === 'POST' && bodyType(req) === 'application/x-www-form-urlencoded';
  const sendsOn = isForm && route.path !== paths.auth.passwordConfirmation;
  const next = placeOf(route, req);
  // A file does not replace the page that asked for it: the browser stays here.
  const downloads = sendsOn && route.deliver !== undefined;
  return {
    view: 'auth/confirm-password',
    title: again ? 'Sign in again' : 'Enter your password to go on',
    layout: 'plain',
    model: {
      again,
      next,
      downloads,
      signOn: await signOnOffer(services, { next, again: true }),
      action: sendsOn ? req.originalUrl : paths.auth.passwordConfirmation,
      field: sendsOn ? PASSWORD_FIELD : 'password',
      fields: sendsOn ? [...hiddenFields(req.body), [BACK_FIELD, next]] : [['next', next]],
      message: error instanceof PasswordRefused ? error.message : null,
    },
  };
}

/** Where to go on: the page itself, or the one the form was on. */
function placeOf(route: Route, req: Request): string {
  if (route.method === 'GET') return safeNext(req.originalUrl);
  const { next } = (req.body ?? {}) as { next?: unknown };
  if (route.path === paths.auth.passwordConfirmation && typeof next === 'string') return safeNext(next);
  const known = cameFrom.get(req);
  if (known !== undefined) return known;
  const from = req.headers.referer;
  if (from === undefined || !URL.canParse(from)) return paths.home;
  const { pathname, search } = new URL(from);
  return safeNext(pathname + search);
}

const NOT_SENT_ON = /^_csrf$|password|token|secret|^code$/i;

/** Everything that was posted, but secrets: those are typed again. */
function hiddenFields(body: unknown): [string, string][] {
  return Object.entries((body ?? {}) as Record<string, unknown>)
    .filter(([name]) => !NOT_SENT_ON.test(name))
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]),
    );
}

/** True when the error asks for the password and a person can answer. */
export function asksForPassword(error: unknown, req: Request): error is PasswordNeeded | PasswordRefused {
  return (
    (error instanceof PasswordNeeded || error instanceof PasswordRefused) && wantsPage(req) && req.actor !== undefined
  );
}
