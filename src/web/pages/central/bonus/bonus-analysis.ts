import { z } from 'zod';
import { newUuid } from '../../../../kernel/ids.js';
import type { QuarterKey } from '../../../../kernel/period.js';
import { bonusAnalysisInput, type BonusPreview } from '../../../../modules/bonuses/index.js';
import { wantsPage } from '../../../middleware/negotiation.js';
import { paths, withQuery } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../../route.js';
import { bonusAnalysisShape, bonusPreviewShape } from '../../../shapes/bonus.js';
import { crumbs, permission, quarterField, quarterOf, quarterOfForm, unit } from './bonus-quarter.js';
import { expectedOf } from './expected-figures.js';

async function analysisPage(
  { actor, services }: Pick<RouteRequest, 'actor' | 'services'>,
  data: BonusPreview,
  refusal?: Refusal,
): Promise<PageAnswer> {
  const runs = await services.bonuses.runs(actor, data.period);
  return {
    view: 'central/bonus/analysis',
    title: 'Bonus analysis',
    breadcrumbs: crumbs,
    model: {
      data,
      last: runs.find(({ kind }) => kind === 'analysis') ?? null,
      again: refusal?.error.code === 'bonus.analysis_sent',
      key: newUuid(),
      back: withQuery(paths.central.bonus, { period: data.period }),
      values: refusal?.values ?? {},
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

const previewOf = async (request: Pick<RouteRequest, 'actor' | 'services'>, quarter: QuarterKey) =>
  request.services.bonuses.preview(request.actor, quarter);

export const bonusAnalysisRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.central.bonusAnalysis,
    permission,
    unit,
    summary: 'Whom the bonus analysis of a quarter would reach, and what it says; sends nothing.',
    query: z.object({ period: quarterField() }),
    output: bonusPreviewShape.omit({ person: true }),
    handler: async ({ query: { period }, ...request }) => previewOf(request, await quarterOf(request.services, period)),
    page: (data, request) => analysisPage(request, data),
  }),
  route({
    method: 'POST',
    path: paths.central.bonusAnalysis,
    permission,
    unit,
    summary: 'Tells everybody who is eligible and not awarded yet how the bonus stands, in the app and by mail.',
    stepUp: true,
    idempotent: 'by itself',
    body: bonusAnalysisInput,
    output: bonusAnalysisShape,
    handler: async ({ actor, body, services, idempotencyKey: key, http }) => {
      const page = wantsPage(http.req);
      const { period, again } = body;
      const run = await services.bonuses.sendAnalysis(actor, {
        period,
        again,
        expected: expectedOf(body, 'SEND', page),
        key,
      });
      if (!page) http.res.status(run.status === 'completed' ? 201 : 202);
      return { run };
    },
    redirect: ({ run }) => ({ to: paths.central.bonusRun(run.id) }),
    refused: async (refusal, request) =>
      analysisPage(
        request,
        await previewOf(request, await quarterOfForm(request.services, refusal.values['period'])),
        refusal,
      ),
  }),
];
