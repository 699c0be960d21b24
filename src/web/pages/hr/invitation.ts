import { z } from 'zod';
import { isId } from '../../../kernel/ids.js';
import { paths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { refusedOnPersonPage } from './people/person-page.js';
import { instantShape } from '../../shapes/common.js';

export const invitationRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: paths.hr.invitation(),
    ofAccounts: true,
    permission: 'people:administer',
    unit: 'hr',
    summary: 'Mails a link with which somebody chooses the first password; earlier links end.',
    params: z.object({ id: z.string().refine(isId) }),
    output: z.object({ expires: instantShape }),
    handler: ({ actor, params: { id }, services }) => services.people.access.invite(actor, id),
    redirect: (_data, { params: { id } }) => ({
      to: paths.hr.person(id),
      flash: { kind: 'success', text: 'The invitation is on its way. Its link works for seven days.' },
    }),
    refused: refusedOnPersonPage,
  }),
];
