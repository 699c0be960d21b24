import type { IncomingHttpHeaders } from 'node:http';

/**
 * True when a page of ours opens the socket, or no page at all. Browsers send cookies along with a socket that another
 * site's page opens, and CORS does not cover sockets.
 */
export function isSameOrigin(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin).host;
  return from === host || from === new URL(publicUrl).host;
}
