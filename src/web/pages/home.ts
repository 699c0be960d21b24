import { z } from 'zod';
import { paths } from '../paths.js';
import { publicRoute, type Route } from '../route.js';

/** The start: to the dashboard, to signing in, or to the first-run page of an empty installation. */
export const homeRoute: Route = publicRoute({
  method: 'GET',
  path: paths.home,
  summary: 'Leads to the dashboard, or to signing in.',
  output: z.object({ next: z.string() }),
  handler: async ({ actor, services }) => {
    if (actor !== undefined) return { next: paths.employee.dashboard };
    return { next: (await services.organizations.count()) === 0 ? paths.setup : paths.auth.login };
  },
  redirect: ({ next }) => ({ to: next }),
});
