import { z } from 'zod';
import { paths } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { permission } from './settings-section.js';

export const testMailRoute: Route = route({
  method: 'POST',
  path: paths.hr.testMail,
  permission,
  unit: 'hr',
  summary: 'Sends me a mail, to see whether and from whom mails arrive; at most one a minute.',
  status: 202,
  body: z.strictObject({}),
  output: z.object({ queued: z.boolean() }),
  handler: async ({ actor, services }) => {
    await services.notifications.sendTestMail(actor);
    return { queued: true };
  },
  redirect: (_data, { actor }) => ({
    to: paths.hr.settings('mail'),
    flash: { kind: 'success', text: `A test mail is on its way to ${actor.email}. It can take a minute.` },
  }),
});
