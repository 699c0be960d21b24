import { z } from 'zod';
import { optionalField } from '../../../kernel/fields.js';
import { paths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { instantShape } from '../../shapes/common.js';

/** What a page missed while its connection was away. The database is the truth, the socket only a hint. */
export const liveRoute: Route = route({
  method: 'GET',
  path: paths.employee.live,
  permission: 'signed-in',
  summary: 'What happened for me after a cursor, oldest first.',
  query: z.object({ after: optionalField(z.string().max(100)) }),
  output: z.object({
    items: z.array(
      z.object({ cursor: z.string(), name: z.string(), data: z.record(z.string(), z.unknown()), at: instantShape }),
    ),
    cursor: z.string(),
    more: z.boolean(),
    reset: z.boolean(),
  }),
  handler: ({ actor, query, services }) => services.notifications.live.since(actor, query.after),
});
