import express, { type Request, type Response } from 'express';
import { TooLarge, Unparseable, UnsupportedType } from '../../kernel/errors.js';
import { bodyType } from './negotiation.js';

const LIMIT = '32kb';
const parseJson = express.json({ limit: LIMIT, strict: true });
const parseForm = express.urlencoded({ limit: LIMIT, extended: false });

/**
 * Reads a JSON or form body into `req.body`.
 * @throws UnsupportedType 415, Unparseable 400, TooLarge 413
 */
export async function readBody(req: Request, res: Response): Promise<void> {
  const type = bodyType(req);
  const hasBody = req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
  if (!hasBody) {
    req.body = {};
    return;
  }
  if (type !== 'application/json' && type !== 'application/x-www-form-urlencoded') {
    throw new UnsupportedType('body.unsupported_type', 'Send a form or JSON.');
  }
  const parse = type === 'application/json' ? parseJson : parseForm;
  await new Promise<void>((resolve, reject) => {
    parse(req, res, (error?: unknown) => {
      if (error === undefined || error === null) resolve();
      else reject(asAppError(error));
    });
  });
}

function asAppError(error: unknown): Error {
  const { type, status } = error as { type?: string; status?: number };
  if (type === 'entity.too.large') return new TooLarge('body.too_large', 'The request is larger than 32 kB.');
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') {
    return new UnsupportedType('body.unsupported_encoding', 'Send UTF-8 without compression.');
  }
  if (status !== undefined && status < 500)
    return new Unparseable('body.unparseable', 'The body is not valid JSON or form data.');
  return error instanceof Error ? error : new Error(String(error));
}
