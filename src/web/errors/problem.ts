import type { AppError } from '../../kernel/errors.js';

/** The body of an `application/problem+json` answer. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  readonly errorId: string;
  readonly [extra: string]: unknown;
}

export const PROBLEM_TYPE = 'application/problem+json';

export function toProblem(error: AppError, errorId: string): Problem {
  return {
    ...error.extra,
    type: `urn:prowess:problem:${error.code}`,
    title: error.title,
    status: error.status,
    code: error.code,
    detail: error.message,
    errors: error.errors,
    errorId,
  };
}

/** The answer to everything unexpected: tells nothing but the id under which the log has it. */
export function unexpectedProblem(errorId: string): Problem {
  return {
    type: 'urn:prowess:problem:internal',
    title: 'Something went wrong on our side',
    status: 500,
    code: 'internal',
    detail: 'Nothing you sent was lost on purpose. Tell support the error id.',
    errors: [],
    errorId,
  };
}
