import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Actor, PersonActor } from '../kernel/actor.js';
import type { AppError, FieldProblem } from '../kernel/errors.js';
import type { Permission } from '../kernel/permissions.js';
import type { Unit } from '../kernel/units.js';
import type { UploadedFile } from '../platform/uploads/index.js';
import type { Services } from './services.js';

/** What a handler gets: parsed input and nothing raw. `http` is for the few that stream or touch the session. */
export interface RouteRequest<P = unknown, Q = unknown, B = unknown, A extends Actor | undefined = PersonActor> {
  readonly actor: A;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly files: readonly UploadedFile[];
  readonly services: Services;
  readonly http: { readonly req: Request; readonly res: Response };
  /** What the sender calls this request, where the route is idempotent. */
  readonly idempotencyKey?: string;
}

/** A page to be rendered: `views/pages/<view>.ejs` with its model inside a layout. */
export interface PageAnswer {
  readonly view: string;
  readonly title: string;
  readonly model: object;
  readonly layout?: 'app' | 'plain';
  /** Seconds after which a browser without scripts asks again, where something is going on. */
  readonly refresh?: number;
  readonly breadcrumbs?: readonly { readonly label: string; readonly href?: string }[];
}

export interface Flash {
  readonly kind: 'success' | 'info' | 'warning' | 'danger';
  readonly text: string;
}

/** A form that was not accepted: shown again with what was typed and what is wrong. */
export interface Refusal {
  readonly error: AppError;
  /** The fields as they were sent, text or lists of text; secrets are left out. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldProblem[];
}

export interface UploadRule {
  /** The multipart field that carries files. */
  readonly field: string;
  readonly maxFiles: number;
}

type Infer<T extends z.ZodType | undefined> = T extends z.ZodType ? z.output<T> : undefined;

interface RouteShape<
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
  D,
  A extends Actor | undefined,
> {
  readonly method: 'GET' | 'POST';
  /** As Express understands it, built by `paths`. */
  readonly path: string;
  readonly permission: Permission;
  /** The unit in which the permission must be held; any unit where absent. */
  readonly unit?: Unit;
  /** One sentence for the API document. */
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly upload?: UploadRule;
  /** The JSON answer. Whatever it does not name is left out of the answer. */
  readonly output?: z.ZodType;
  /** Status of the JSON answer; 200 unless said. */
  readonly status?: 200 | 201 | 202;
  readonly handler: (request: RouteRequest<Infer<P>, Infer<Q>, Infer<B>, A>) => Promise<D>;
  /** The HTML answer of a GET (and of a POST that shows its result). */
  readonly page?: (data: D, request: RouteRequest<Infer<P>, Infer<Q>, Infer<B>, A>) => PageAnswer | Promise<PageAnswer>;
  /** Where a browser goes after a POST, by 303. */
  readonly redirect?: (
    data: D,
    request: RouteRequest<Infer<P>, Infer<Q>, Infer<B>, A>,
  ) => { readonly to: string; readonly flash?: Flash };
  /** Shows the form again after a refused POST, or the filter of a GET; without it the error page is shown. */
  readonly refused?: (
    refusal: Refusal,
    request: RouteRequest<Infer<P>, Infer<Q>, unknown, A>,
  ) => PageAnswer | Promise<PageAnswer>;
  /** Answers by itself, for files and streams. */
  readonly deliver?: (data: D, request: RouteRequest<Infer<P>, Infer<Q>, Infer<B>, A>) => Promise<void>;
  /** Opened so often that its finished answer is kept while nothing changes; for GET only. */
  readonly hot?: true;
  /** Changes access, decides in bulk or takes data out: asks for the password again where it was last given long ago. */
  readonly stepUp?: true;
  /** Manages passwords, sessions or tokens: no personal token gets there. Everything under `/auth` is closed to them. */
  readonly ofAccounts?: true;
  /**
   * Takes an `Idempotency-Key` (in forms the hidden field `_idempotencyKey`): the same request sent again gets the first
   * answer. The handler then runs inside a transaction; with `by itself` it does not, and keeps the key on its own.
   */
  readonly idempotent?: true | 'by itself';
  /** Served although an initial password still has to be changed. */
  readonly beforePasswordChange?: true;
}

/** A route as the table keeps it, its types erased. */
export type Route = RouteShape<z.ZodType | undefined, z.ZodType | undefined, z.ZodType | undefined, unknown, never>;

type SignedInPermission = Exclude<Permission, 'public'>;

/**
 * Declares a route as data. The one table of routes feeds Express, navigation, the API document and the access matrix.
 * Without a permission it does not compile.
 */
export function route<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  D = unknown,
>(definition: RouteShape<P, Q, B, D, PersonActor> & { readonly permission: SignedInPermission }): Route {
  return definition as unknown as Route;
}

/** Declares a route that works without signing in. */
export function publicRoute<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  D = unknown,
>(definition: Omit<RouteShape<P, Q, B, D, PersonActor | undefined>, 'permission' | 'unit'>): Route {
  return { ...definition, permission: 'public' } as unknown as Route;
}
