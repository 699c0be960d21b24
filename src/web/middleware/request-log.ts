import type { RequestHandler } from 'express';
import type { Logger } from '../../platform/logger.js';

/** One line per request, when it is done: never the query, a cookie or a body. */
export function requestLog(logger: Logger): RequestHandler {
  return (req, res, next) => {
    const start = process.hrtime.bigint();
    res.on('finish', () => {
      const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
      const line = { method: req.method, path: req.originalUrl.split('?', 1)[0], status: res.statusCode, milliseconds };
      if (res.statusCode >= 500) logger.warn(line, 'request failed');
      else logger.debug(line, 'request');
    });
    next();
  };
}
