/** One problem with one field of the input. `path` is the field's name, dotted for nested ones. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

export interface ErrorDetails {
  readonly errors?: readonly FieldProblem[];
  /** Further members of the problem document, such as the duplicates of a request. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Seconds after which a retry makes sense. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/**
 * An expected failure with its answer. `code` is stable for clients, `message` is a sentence for people.
 * Anything that is not an AppError is answered as a plain 500 with an error id.
 */
export abstract class AppError extends Error {
  abstract readonly status: number;
  abstract readonly title: string;
  readonly code: string;
  readonly errors: readonly FieldProblem[];
  readonly extra: Readonly<Record<string, unknown>>;
  readonly retryAfter: number | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.errors = details.errors ?? [];
    this.extra = details.extra ?? {};
    this.retryAfter = details.retryAfter;
  }
}

/** 400: the request could not be parsed at all. */
export class Unparseable extends AppError {
  readonly status = 400;
  readonly title = 'The request could not be read';
}

/** 401: nobody is signed in. */
export class NotAuthenticated extends AppError {
  readonly status = 401;
  readonly title = 'Sign in first';
  constructor(code = 'auth.required', message = 'Please sign in.', details: ErrorDetails = {}) {
    super(code, message, details);
  }
}

/** 403: signed in, but this action is not yours. */
export class Forbidden extends AppError {
  readonly status = 403;
  readonly title = 'This is not yours to do';
  constructor(code = 'access.forbidden', message = 'Your grants do not allow this.', details: ErrorDetails = {}) {
    super(code, message, details);
  }
}

/** 404: unknown, other people's and other organizations' records alike. */
export class NotFound extends AppError {
  readonly status = 404;
  readonly title = 'Not found';
  constructor(code = 'record.not_found', message = 'There is no such page or record.', details: ErrorDetails = {}) {
    super(code, message, details);
  }
}

/** 405 */
export class MethodNotAllowed extends AppError {
  readonly status = 405;
  readonly title = 'This address does not take that method';
}

/** 409: the record is in another state than the caller believes. */
export class Conflict extends AppError {
  readonly status = 409;
  readonly title = 'Somebody was faster';
}

/** 413 */
export class TooLarge extends AppError {
  readonly status = 413;
  readonly title = 'Too large';
}

/** 415 */
export class UnsupportedType extends AppError {
  readonly status = 415;
  readonly title = 'This type of content is not accepted';
}

/** 422: parseable, but fields are invalid. */
export class InvalidInput extends AppError {
  readonly status = 422;
  readonly title = 'Some fields need attention';
  constructor(
    errors: readonly FieldProblem[],
    message = 'Please look at the fields named here.',
    code = 'input.invalid',
  ) {
    super(code, message, { errors });
  }
}

/** 422: the input is well-formed, but a rule of the domain says no. Names the field where there is one. */
export class RuleBroken extends AppError {
  readonly status = 422;
  readonly title = 'A rule does not allow this';
}

/** 429 */
export class LimitExceeded extends AppError {
  readonly status = 429;
  readonly title = 'Too many tries';
}

/** 503 */
export class Unavailable extends AppError {
  readonly status = 503;
  readonly title = 'Not available at the moment';
}

/** 507 */
export class StorageFull extends AppError {
  readonly status = 507;
  readonly title = 'No room left to store this';
}

/** A broken rule that belongs to one field of the form. */
export function ruleBroken(code: string, path: string, message: string): RuleBroken {
  return new RuleBroken(code, message, { errors: [{ path, message }] });
}
