import { z } from 'zod';
import { checkboxField, listField } from '../../../kernel/fields.js';
import { MESSAGE_TYPES } from '../../../modules/notifications/index.js';
import { paths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { idShape } from '../../shapes/common.js';

const profileShape = z.object({
  person: z.object({
    id: idShape,
    name: z.string(),
    email: z.string(),
    employeeId: z.string(),
    grade: z.string(),
    department: z.string(),
    location: z.string(),
  }),
  leaderboardOptOut: z.boolean(),
  /** Kinds of messages that also come by mail. */
  mail: z.array(z.string()),
});

const profileInput = z.strictObject({
  leaderboardOptOut: checkboxField(),
  mail: listField(z.enum(MESSAGE_TYPES, { error: 'A kind of message.' }), MESSAGE_TYPES.length),
});

export const profileRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.employee.profile,
    permission: 'signed-in',
    summary: 'What is known of me, and my preferences.',
    output: profileShape,
    handler: async ({ actor, services }) => {
      const person = await services.people.byId(actor.personId);
      const { leaderboardOptOut, mail } = person.preferences;
      return { person, leaderboardOptOut, mail: MESSAGE_TYPES.filter((type) => mail[type] !== false) };
    },
    page: (data) => ({
      view: 'employee/profile',
      title: 'Profile',
      model: { ...data, types: MESSAGE_TYPES },
    }),
  }),
  route({
    method: 'POST',
    path: paths.employee.profile,
    permission: 'signed-in',
    summary: 'Changes my preferences: leaderboard, mails by kind.',
    body: profileInput,
    output: z.object({ saved: z.boolean() }),
    handler: async ({ actor, body, services }) => {
      await services.people.changePreferences(actor, {
        leaderboardOptOut: body.leaderboardOptOut,
        mail: Object.fromEntries(MESSAGE_TYPES.map((type) => [type, body.mail.includes(type)])),
      });
      return { saved: true };
    },
    redirect: () => ({ to: paths.employee.profile, flash: { kind: 'success', text: 'Your preferences are saved.' } }),
  }),
];
