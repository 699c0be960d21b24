import { z } from 'zod';
import { paths } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { archiveName, sendZip } from '../../../send-zip.js';
import { personParams } from './edit.js';

export const personDataExportRoute: Route = route({
  method: 'POST',
  path: paths.hr.personDataExport(),
  permission: 'people:administer',
  unit: 'hr',
  summary: 'Everything that is kept about a person, as a ZIP, to be handed to that person.',
  params: personParams,
  body: z.strictObject({}),
  stepUp: true,
  handler: ({ actor, params, services }) => services.privacy.exportOf(actor, params.id),
  deliver: (files, { http, services }) => sendZip(http.res, files, archiveName(services.clock.now())),
});
