import { z } from 'zod';
import { AppError } from '../../../../kernel/errors.js';
import { idField, optionalField } from '../../../../kernel/fields.js';
import { isId, newUuid } from '../../../../kernel/ids.js';
import type { QuarterKey } from '../../../../kernel/period.js';
import { bonusAwardInput, type BonusOutcome, type BonusRun } from '../../../../modules/bonuses/index.js';
import { wantsPage } from '../../../middleware/negotiation.js';
import { paths, withQuery } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../../route.js';
import { bonusAwardShape, bonusPreviewShape } from '../../../shapes/bonus.js';
import { crumbs, permission, quarterField, quarterOf, quarterOfForm, unit } from './bonus-quarter.js';
import { expectedOf } from './expected-figures.js';

type Asked = Pick<RouteRequest, 'actor' | 'services'>;

/** What awarding would do, to one person or to all. */
async function preview({ actor, services }: Asked, quarter: QuarterKey, personId: string | undefined) {
  if (personId === undefined) return { ...(await services.bonuses.preview(actor, quarter)), person: null };
  const { over, ...row } = await services.bonuses.standing(actor, personId, quarter);
  const points = row.state.eligible ? row.state.amount : 0;
  return { period: quarter, over, count: points > 0 ? 1 : 0, points, largest: [], leftOut: [], person: row };
}

type Preview = Awaited<ReturnType<typeof preview>>;

function previewPage(data: Preview, refusal?: Refusal): PageAnswer {
  return {
    view: data.person === null ? 'central/bonus/award-all' : 'central/bonus/award-one',
    title: data.person === null ? 'Award all who are eligible' : `Bonus for ${data.person.person.name}`,
    breadcrumbs: crumbs,
    model: {
      data,
      key: newUuid(),
      back: withQuery(paths.central.bonus, { period: data.period }),
      values: refusal?.values ?? {},
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

export const bonusPreviewRoute: Route = route({
  method: 'GET',
  path: paths.central.bonusPreview,
  permission,
  unit,
  summary: 'What awarding all eligible people of a quarter, or one of them, would do; awards nothing.',
  query: z.object({ period: quarterField(), personId: optionalField(idField('The id of a person.')) }),
  output: bonusPreviewShape,
  handler: async ({ query: { period, personId }, ...request }) =>
    preview(request, await quarterOf(request.services, period), personId),
  page: (data) => previewPage(data),
});

type Body = z.output<typeof bonusAwardInput>;

interface Awarded extends BonusOutcome {
  readonly run: BonusRun | null;
}

async function awardOne(
  { actor, services, idempotencyKey: key, http }: RouteRequest,
  body: Body,
  personId: string,
): Promise<Awarded> {
  const { period, alsoDeactivated } = body;
  const work = () => services.bonuses.award(actor, { personId, period, alsoDeactivated });
  const content = { address: http.req.path, body };
  const outcome =
    key === undefined
      ? await work()
      : (await services.idempotency.once({ actorId: actor.personId, key, content }, work)).answer;
  return { ...outcome, run: null };
}

/** Whoever clicks types what it comes to; programs may. */
async function awardAll({ actor, services, idempotencyKey: key, http }: RouteRequest, body: Body): Promise<Awarded> {
  const page = wantsPage(http.req);
  const run = await services.bonuses.awardAll(actor, {
    period: body.period,
    expected: expectedOf(body, 'AWARD', page),
    key,
  });
  if (page || run.status !== 'completed') return { awarded: [], skipped: [], run };
  return { ...(await services.bonuses.runOutcome(actor, run.id)), run };
}

export const bonusAwardRoute: Route = route({
  method: 'POST',
  path: paths.central.bonus,
  permission,
  unit,
  summary:
    'Awards the bonus of a quarter to one person (`personId`) or to all who are eligible (`allEligible`), each once; ' +
    'how many points is computed. 201 with what became of each, 202 with the run while it goes on.',
  stepUp: true,
  idempotent: 'by itself',
  body: bonusAwardInput,
  output: bonusAwardShape,
  handler: async (request) => {
    const { body, http } = request;
    const asked: RouteRequest = request;
    const done = body.personId === undefined ? await awardAll(asked, body) : await awardOne(asked, body, body.personId);
    if (!wantsPage(http.req)) http.res.status(done.run === null || done.run.status === 'completed' ? 201 : 202);
    return {
      ...done,
      period: body.period,
      name: body.personId && (await request.services.people.byId(body.personId)).name,
    };
  },
  redirect: ({ run, awarded: [awarded], skipped: [skipped], name, period }) => {
    if (run !== null) return { to: paths.central.bonusRun(run.id) };
    const to = withQuery(paths.central.bonus, { period });
    if (awarded === undefined) {
      return { to, flash: { kind: 'warning', text: `${name ?? ''} was not awarded. ${skipped?.reason ?? ''}` } };
    }
    return {
      to,
      flash: { kind: 'success', text: `${name ?? ''} got a bonus of ${awarded.points} points and is told so.` },
    };
  },
  refused: async (refusal, request) => {
    const { personId, period } = refusal.values;
    const quarter = await quarterOfForm(request.services, period);
    try {
      return previewPage(await preview(request, quarter, isId(personId) ? personId : undefined), refusal);
    } catch (error) {
      // There is nothing to show a preview of: what was wrong in the first place is the answer.
      throw error instanceof AppError ? refusal.error : error;
    }
  },
});
