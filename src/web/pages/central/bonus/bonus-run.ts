import { z } from 'zod';
import { optionalField, pageFields } from '../../../../kernel/fields.js';
import { isId } from '../../../../kernel/ids.js';
import { ROW_OUTCOMES } from '../../../../modules/bonuses/index.js';
import { paths, withQuery } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { sendCsv } from '../../../send-csv.js';
import { bonusRunShape } from '../../../shapes/bonus.js';
import { pagerOf } from '../../../views/pager.js';
import { crumbs, permission, unit } from './bonus-quarter.js';

const params = z.object({ id: z.string().refine(isId) });
/** A browser without scripts looks again so often while it goes on. */
const REFRESH_SECONDS = 3;

export const bonusRunRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.central.bonusRun(),
    permission,
    unit,
    summary: 'How far a run through all eligible people is, and what became of each.',
    params,
    query: z.object({
      outcome: optionalField(z.enum(ROW_OUTCOMES, { error: 'done, skipped or waiting.' })),
      ...pageFields,
    }),
    output: bonusRunShape,
    handler: async ({ actor, params: { id }, query: { outcome = 'done', page: number, size }, services }) => {
      const run = await services.bonuses.run(actor, id);
      return { run, ...(await services.bonuses.runRows(actor, id, outcome, { number, size })) };
    },
    page: (data, { query: { outcome = 'done' } }) => {
      const { run, page } = data;
      const here = paths.central.bonusRun(run.id);
      const to = (changes: Record<string, string | number | undefined>) =>
        withQuery(here, { ...(outcome !== 'done' && { outcome }), ...changes });
      return {
        view: 'central/bonus/run',
        title: run.kind === 'award' ? 'Bonus run' : 'Bonus analysis',
        breadcrumbs: crumbs,
        ...(run.status !== 'completed' && { refresh: REFRESH_SECONDS }),
        model: {
          data,
          outcome,
          here: to({}),
          tabs: ROW_OUTCOMES.map((one) => ({
            outcome: one,
            active: one === outcome,
            href: withQuery(here, one === 'done' ? {} : { outcome: one }),
          })),
          back: withQuery(paths.central.bonus, { period: run.period }),
          pager: pagerOf(page, (number) => to({ page: number })),
        },
      };
    },
  }),
  route({
    method: 'POST',
    path: paths.central.bonusRunExport(),
    permission,
    unit,
    summary: 'What became of everybody in a run as CSV: points, entry, or the reason why not.',
    stepUp: true,
    params,
    body: z.strictObject({}),
    handler: ({ actor, params: { id }, services }) => Promise.resolve(services.bonuses.runCsv(actor, id)),
    deliver: (lines, { http: { res } }) => sendCsv(res, lines, 'bonus-run.csv'),
  }),
];
