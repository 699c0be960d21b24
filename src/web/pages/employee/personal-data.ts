import { z } from 'zod';
import { paths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { archiveName, sendZip } from '../../send-zip.js';

const personalDataShape = z.object({ parts: z.array(z.string()) });

/** What the archive has, in words of `privacy.part.*`. */
const PARTS = [
  ...(['person', 'requests', 'entries', 'utilization', 'absences'] as const),
  ...(['messages', 'sessions', 'files', 'audit'] as const),
];

export const personalDataRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.employee.personalData,
    permission: 'signed-in',
    summary: 'What is kept about me, and how to take a copy of it.',
    output: personalDataShape,
    handler: () => Promise.resolve({ parts: PARTS }),
    page: (data, { actor }) => ({
      view: 'employee/personal-data',
      title: 'My data',
      breadcrumbs: [{ label: actor.name, href: paths.employee.profile }],
      model: data,
    }),
  }),
  route({
    method: 'POST',
    path: paths.employee.dataExport,
    permission: 'signed-in',
    summary: 'Everything that is kept about me, as a ZIP with JSON, CSV and my files.',
    body: z.strictObject({}),
    stepUp: true,
    handler: ({ actor, services }) => services.privacy.exportOf(actor, actor.personId),
    deliver: (files, { http, services }) => sendZip(http.res, files, archiveName(services.clock.now())),
  }),
];
