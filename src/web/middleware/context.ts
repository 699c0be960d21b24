import type { RequestHandler } from 'express';
import { newUuid } from '../../kernel/ids.js';
import { runInContext } from '../../platform/request-context.js';

const GIVEN_ID = /^[\w-]{8,64}$/;

/** Gives every request its id (one that a proxy set is kept) and the context in which everything below runs. */
export const requestContext: RequestHandler = (req, res, next) => {
  const given = req.headers['x-request-id'];
  const requestId = typeof given === 'string' && GIVEN_ID.test(given) ? given : newUuid();
  res.set('X-Request-Id', requestId);
  runInContext({ requestId, address: req.ip ?? null }, next);
};
