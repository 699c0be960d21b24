import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { z } from 'zod';
import {
  AppError,
  Forbidden,
  InvalidInput,
  MethodNotAllowed,
  NotAuthenticated,
  NotFound,
  type FieldProblem,
} from '../kernel/errors.js';
import { can } from '../kernel/permissions.js';
import { discardUploads, receiveUploads } from '../platform/uploads/index.js';
import { assertSameOrigin, assertToken } from './middleware/csrf.js';
import type { HotAnswers } from './middleware/hot-answers.js';
import { readBody } from './middleware/body.js';
import { bodyType, wantsPage } from './middleware/negotiation.js';
import type { PageRenderer } from './pages/page-renderer.js';
import { paths } from './paths.js';
import type { Refusal, Route, RouteRequest } from './route.js';
import type { Services } from './services.js';
import { askPassword, asksForPassword, passwordPage } from './step-up.js';
import { assertScope } from './token-scope.js';

/** Turns the table of routes into an Express router. Every step of a request's life at the edge is here, in order. */
export function mountRoutes(
  table: readonly Route[],
  services: Services,
  pages: PageRenderer,
  hotAnswers: HotAnswers,
): Router {
  const router = Router(MATCHING);
  // Addresses without an id are found by name; only the others are tried one pattern after the other, and only those
  // that begin alike.
  const exact = new Map<string, RequestHandler>();
  const areas = new Map<string, Router>();
  const areaOf = (path: string): Router => {
    const name = beginningOf(path);
    const area = areas.get(name) ?? Router(MATCHING);
    areas.set(name, area);
    return area;
  };
  router.use((req, res, next) => (exact.get(`${req.method} ${req.path}`) ?? pass)(req, res, next));
  router.use((req, res, next) => (areas.get(beginningOf(req.path)) ?? pass)(req, res, next));
  for (const route of table) {
    const serve = serveRoute(route, services, pages, hotAnswers);
    if (!route.path.includes(':')) exact.set(`${route.method} ${route.path}`, serve);
    if (route.method === 'GET') areaOf(route.path).get(route.path, serve);
    else areaOf(route.path).post(route.path, serve);
  }
  for (const path of new Set(table.map((route) => route.path))) {
    const allowed = table.filter((route) => route.path === path).map((route) => route.method);
    areaOf(path).all(path, (_req, res) => {
      res.set('Allow', allowed.join(', '));
      throw new MethodNotAllowed('method.not_allowed', `This address takes ${allowed.join(' and ')}.`);
    });
  }
  return router;
}

const MATCHING = { strict: false, caseSensitive: true } as const;

/** The first part of an address. */
function beginningOf(path: string): string {
  return path.split('/', 2)[1] ?? '';
}

const pass: RequestHandler = (_req, _res, next) => {
  next();
};

function serveRoute(route: Route, services: Services, pages: PageRenderer, hotAnswers: HotAnswers): RequestHandler {
  return async (req, res) => {
    if (!admit(route, req, res)) return;
    const hot = route.hot === true ? hotAnswers : undefined;
    const kept = hot?.find(req);
    if (kept !== undefined) {
      sendAnswer(res, wantsPage(req) ? 'html' : 'json', kept);
      return;
    }
    const keep = hot?.begin(req);
    const request: Mutable<RouteRequest> = {
      actor: req.actor as never,
      params: parseParams(route, req),
      query: isFilter(route) ? undefined : parseQuery(route, req),
      body: undefined,
      files: [],
      services,
      http: { req, res },
    };
    try {
      if (isFilter(route)) request.query = parseQuery(route, req);
      if (route.method === 'POST') await readInput(route, request);
      else await askPassword(route, req, services);
      const data = await carryOut(route, request);
      await answer(route, data, request, pages, keep);
    } catch (error) {
      await refuse(route, error, request, pages);
    } finally {
      await discardUploads(request.files);
    }
  };
}

/** Runs the handler; under a key of the sender's only once, whatever is clicked, sent again or killed. */
async function carryOut(route: Route, request: RouteRequest): Promise<unknown> {
  const { idempotencyKey: key, actor, services, http } = request;
  if (key === undefined) return route.handler(request as never);
  if (route.idempotent === 'by itself') {
    services.idempotency.check(key);
    return route.handler(request as never);
  }
  const content = { address: http.req.path, body: request.body };
  const { answer: data, repeated } = await services.idempotency.once({ actorId: actor.personId, key, content }, () =>
    route.handler(request as never),
  );
  if (repeated) http.res.set('Idempotency-Replayed', 'true');
  return data;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Lets the sender in, or answers why not. False when the answer was given already. */
function admit(route: Route, req: Request, res: Response): boolean {
  if (route.permission === 'public') return true;
  const { actor } = req;
  if (actor === undefined) throw new NotAuthenticated();
  if (actor.mustChangePassword && route.beforePasswordChange !== true) {
    if (wantsPage(req)) {
      res.redirect(303, paths.auth.changePassword);
      return false;
    }
    throw new Forbidden('auth.password_change_required', 'Change your initial password first.');
  }
  assertScope(route, req);
  if (!can(actor, route.permission, route.unit)) throw new Forbidden();
  return true;
}

function parseParams(route: Route, req: Request): unknown {
  if (route.params === undefined) return undefined;
  const parsed = route.params.safeParse(req.params);
  if (!parsed.success) throw new NotFound();
  return parsed.data;
}

function parseQuery(route: Route, req: Request): unknown {
  if (route.query === undefined) return undefined;
  const parsed = route.query.safeParse(req.query);
  if (!parsed.success) throw new InvalidInput(problemsOf(parsed.error));
  return parsed.data;
}

/** Reads the body, checks where it comes from, parses it. What fails here stored nothing. */
async function readInput(route: Route, request: Mutable<RouteRequest>): Promise<void> {
  const { req, res } = request.http;
  if (req.signedInBy !== 'token') assertSameOrigin(req);
  if (route.upload !== undefined && bodyType(req) === 'multipart/form-data') {
    await askPassword(route, req, request.services);
    request.files = await receiveUploads(req, res, route.upload, request.services.config.uploadsDir);
  } else {
    await readBody(req, res);
  }
  if (req.signedInBy !== 'token') assertToken(req);
  await askPassword(route, req, request.services);
  const { _csrf: _token, ...fields } = (req.body ?? {}) as Record<string, unknown>;
  req.body = fields;
  if (route.idempotent !== undefined) takeKey(request, fields);
  if (route.body === undefined) return;
  const parsed = route.body.safeParse(fields);
  if (!parsed.success) throw new InvalidInput(problemsOf(parsed.error));
  request.body = parsed.data;
}

/** The sender's key, from the header or from the form, where it is no field of the body. */
function takeKey(request: Mutable<RouteRequest>, fields: Record<string, unknown>): void {
  const inForm = fields['_idempotencyKey'];
  delete fields['_idempotencyKey'];
  const key = request.http.req.get('Idempotency-Key') ?? inForm;
  if (key === undefined) return;
  request.idempotencyKey = typeof key === 'string' ? key : '';
}

/** zod's issues as field problems; an unknown field is named as such. */
function problemsOf(error: z.ZodError): FieldProblem[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'This field is not accepted here.' }))
      : [{ path: issue.path.join('.'), message: issue.message }],
  );
}

/** Gives kept answers again before anybody has to be found out; everything else goes on. */
export function keptAnswers(hotAnswers: HotAnswers): RequestHandler {
  return (req, res, next) => {
    const kept = hotAnswers.findByCookie(req);
    if (kept === undefined) next();
    else sendAnswer(res, 'json', kept);
  };
}

function sendAnswer(res: Response, type: 'html' | 'json', body: string): void {
  res.vary('Accept');
  // Answers with a secret in them have said `no-store` already.
  if (!res.hasHeader('Cache-Control')) res.set('Cache-Control', 'private, no-cache');
  res.type(type).send(body);
}

async function answer(
  route: Route,
  data: unknown,
  request: RouteRequest,
  pages: PageRenderer,
  keep: ((body: string) => void) | undefined,
): Promise<void> {
  const { req, res } = request.http;
  if (route.deliver !== undefined) {
    await route.deliver(data, request as never);
    return;
  }
  res.vary('Accept');
  if (wantsPage(req)) {
    if (route.redirect !== undefined) {
      const { to, flash } = route.redirect(data, request as never);
      if (flash !== undefined) await pages.keepFlash(req, flash);
      res.redirect(303, to);
      return;
    }
    if (route.page !== undefined) {
      const html = await pages.render(req, await route.page(data, request as never));
      keep?.(html);
      sendAnswer(res, 'html', html);
      return;
    }
  }
  const body = route.output === undefined ? data : route.output.parse(data);
  const json = JSON.stringify(body);
  keep?.(json);
  // A handler may have said another status, where one route has two answers.
  if (route.status !== undefined) res.status(route.status);
  sendAnswer(res, 'json', json);
}

const SHOWN_IN_FORM: readonly number[] = [409, 413, 415, 422, 429, 507];

/** A refused form comes back with what was typed; everything else goes to the error handler. */
async function refuse(
  route: Route,
  error: unknown,
  request: Mutable<RouteRequest>,
  pages: PageRenderer,
): Promise<void> {
  const { req, res } = request.http;
  if (asksForPassword(error, req)) {
    sayWhen(error, res);
    await pages.send(req, res, await passwordPage(error, route, req, request.services));
    return;
  }
  if (route.refused === undefined || !wantsPage(req) || !(error instanceof AppError)) throw error;
  // Where nobody has to be signed in, a 401 is about what was typed, not about the session.
  const begins = route.method === 'GET' ? [400, 401] : [401];
  const shown = route.permission === 'public' ? [...begins, ...SHOWN_IN_FORM] : SHOWN_IN_FORM;
  if (!shown.includes(error.status)) throw error;
  const refusal: Refusal = {
    error,
    values: withoutSecrets(isFilter(route) ? req.query : req.body),
    errors: error.errors,
  };
  const page = await route.refused(refusal, request as never);
  sayWhen(error, res);
  await pages.send(req, res, page);
}

function sayWhen({ status, retryAfter }: AppError, res: Response): void {
  res.status(status);
  if (retryAfter !== undefined) res.set('Retry-After', String(Math.ceil(retryAfter)));
}

/** A page whose filter comes back with what was chosen, where that was wrong. */
function isFilter({ method, permission, refused }: Route): boolean {
  return method === 'GET' && permission !== 'public' && refused !== undefined;
}

const SECRET_FIELD = /^code$|password|token/i;

function withoutSecrets(body: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).filter(([name]) => !SECRET_FIELD.test(name)),
  );
}
