import type { ErrorRequestHandler } from 'express';
import { newUuid } from '../../kernel/ids.js';
import { currentContext } from '../../platform/request-context.js';
import type { Logger } from '../../platform/logger.js';
import { wantsPage } from '../middleware/negotiation.js';
import { paths, withQuery } from '../paths.js';
import type { PageRenderer } from '../pages/page-renderer.js';
import { expectedError } from './expected-error.js';
import { PROBLEM_TYPE, toProblem, unexpectedProblem } from './problem.js';

/** The one place where errors become answers: a page for people, a problem document for programs. */
export function errorHandler(deps: { logger: Logger; pages: PageRenderer }): ErrorRequestHandler {
  return async (thrown: unknown, req, res, next) => {
    if (isReaderGone(thrown)) {
      res.destroy();
      return;
    }
    const expected = expectedError(thrown);
    const errorId = currentContext()?.requestId ?? newUuid();
    if (expected === undefined) deps.logger.error({ err: thrown, errorId }, 'unexpected error');
    else if (expected.status >= 500) deps.logger.warn({ err: thrown, errorId }, expected.message);
    if (res.headersSent) {
      // Half an answer cannot be taken back; cutting the connection tells the client that it is incomplete.
      res.destroy();
      return;
    }
    const problem = expected === undefined ? unexpectedProblem(errorId) : toProblem(expected, errorId);
    res.status(problem.status);
    if (expected?.retryAfter !== undefined) res.set('Retry-After', String(Math.ceil(expected.retryAfter)));
    if (!wantsPage(req)) {
      res.type(PROBLEM_TYPE).send(JSON.stringify(problem));
      return;
    }
    if (problem.status === 401) {
      const back = req.method === 'GET' ? req.originalUrl : undefined;
      res.redirect(303, withQuery(paths.auth.login, { next: back }));
      return;
    }
    try {
      await deps.pages.send(req, res, {
        view: 'errors/error',
        title: problem.title,
        layout: 'plain',
        model: { problem },
      });
    } catch (error) {
      next(error);
    }
  };
}

/** Somebody closed the window while a file was on its way. Nobody is left to answer, and nothing went wrong. */
function isReaderGone(thrown: unknown): boolean {
  return (thrown as { code?: unknown } | null)?.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
