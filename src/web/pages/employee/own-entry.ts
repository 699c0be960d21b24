import { z } from 'zod';
import { isId } from '../../../kernel/ids.js';
import { paths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { explainedEntryShape } from '../../shapes/own-figures.js';

/** Why these points: one own entry with everything that it came from. */
export const ownEntryRoute: Route = route({
  method: 'GET',
  path: paths.employee.entry(),
  permission: 'signed-in',
  summary: 'One of my entries: what it was computed from, who decided it in what words, its corrections.',
  params: z.object({ id: z.string().refine(isId) }),
  output: explainedEntryShape,
  handler: ({ actor, params: { id }, services }) => services.reports.explainEntry(actor, id),
  page: (explained) => ({
    view: 'employee/entry',
    title: explained.category.name,
    breadcrumbs: [{ label: 'History', href: paths.employee.history }],
    model: { explained },
  }),
});
