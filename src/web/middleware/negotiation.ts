import type { Request } from 'express';

/**
 * One address, two answers. A page goes to whoever asks for `text/html` by name, as browsers do; programs, which ask for
 * JSON or for anything, get JSON.
 */
export function wantsPage(req: Request): boolean {
  const accept = req.headers.accept;
  return accept !== undefined && accept.includes('text/html') && req.accepts(['json', 'html']) === 'html';
}

/** The media type of the body without its parameters; undefined when there is no body. */
export function bodyType(req: Request): string | undefined {
  return req.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
}
