import type { Request } from 'express';
import { Forbidden } from '../kernel/errors.js';
import type { TokenScope } from '../modules/people/index.js';
import { paths } from './paths.js';
import type { Route } from './route.js';

/**
 * What a personal token needs for a route: to look, to change, or to do what asks people for their password again.
 * Undefined where none gets: tokens manage no passwords, sessions or tokens, or a stolen one could make itself a home.
 */
export function scopeOf(route: Pick<Route, 'method' | 'path' | 'stepUp' | 'ofAccounts'>): TokenScope | undefined {
  if (route.ofAccounts === true) return undefined;
  if (route.path.startsWith('/auth/') && route.path !== paths.auth.session) return undefined;
  if (route.stepUp === true) return 'administer';
  return route.method === 'GET' ? 'read' : 'write';
}

/** @throws Forbidden `token.scope_missing` or `token.not_here` for requests with a personal token */
export function assertScope(route: Route, req: Request): void {
  const { tokenScopes } = req;
  if (tokenScopes === undefined) return;
  const scope = scopeOf(route);
  if (scope === undefined) {
    throw new Forbidden('token.not_here', 'Personal tokens manage no passwords, sessions or tokens. Please sign in.');
  }
  if (tokenScopes.includes(scope)) return;
  throw new Forbidden('token.scope_missing', `This token may not do that. It needs the scope "${scope}".`, {
    extra: { scope },
  });
}
