import { z } from 'zod';
import { localDateField, optionalField } from '../../../kernel/fields.js';
import { EXPORT_FORMATS } from '../../../modules/reports/index.js';
import { wantsPage } from '../../middleware/negotiation.js';
import { paths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { sendPieces } from '../../send-pieces.js';
import { exportsPage, exportsQuery, headField } from './exports/export-page.js';

/** So long a browser waits for a file; what takes longer goes on, on a page of its own. */
const PATIENCE_MS = 2000;

const exportFilters = z.strictObject({
  department: optionalField(z.string().max(100)),
  grade: optionalField(z.string().max(20)),
  location: optionalField(z.string().max(100)),
  categoryCode: optionalField(z.string().max(60)),
  unit: optionalField(z.string().max(20)),
});

/** A form sends `filters_department`, a program `{filters: {department}}`. */
const exportInput = z
  .strictObject({
    format: z.enum(EXPORT_FORMATS, { error: 'The format is csv or xlsx.' }),
    from: localDateField('Give the first day, as YYYY-MM-DD.'),
    to: localDateField('Give the last day, as YYYY-MM-DD.'),
    filters: optionalField(exportFilters),
    filters_department: exportFilters.shape.department,
    filters_grade: exportFilters.shape.grade,
    filters_location: exportFilters.shape.location,
    filters_categoryCode: exportFilters.shape.categoryCode,
    filters_unit: exportFilters.shape.unit,
    head: headField(),
  })
  .transform(({ format, from, to, head, filters, ...fields }) => ({
    ...{ format, from, to, head },
    filters: filters ?? {
      department: fields.filters_department,
      grade: fields.filters_grade,
      location: fields.filters_location,
      categoryCode: fields.filters_categoryCode,
      unit: fields.filters_unit,
    },
  }));

/** Points as a file: streamed to a program, waited for a moment by a page. */
export const exportRoute: Route = route({
  method: 'POST',
  path: paths.central.export,
  permission: 'exports:take',
  unit: 'central',
  summary:
    'Downloads the points of a date range as CSV (a line per entry, below a head of time zone and filters unless `head` is false) or XLSX (sheets of people, entries, categories, utilization).',
  stepUp: true,
  body: exportInput,
  handler: ({ actor, body: { filters = {}, ...request }, services, http: { req } }) => {
    const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
    return services.exports.open(actor, { ...request, filters: given }, wantsPage(req) ? PATIENCE_MS : undefined);
  },
  deliver: async ({ export: found, content }, { http: { res } }) => {
    if (content === null) res.redirect(303, paths.central.exportOne(found.id));
    else await sendPieces(res, content.pieces, content);
  },
  refused: (refusal, request) => exportsPage(exportsQuery.parse({}), request, { refusal }),
});
