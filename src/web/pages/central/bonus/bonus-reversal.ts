import { z } from 'zod';
import { isId, newUuid } from '../../../../kernel/ids.js';
import { bonusReversalInput, type GivenBonus } from '../../../../modules/bonuses/index.js';
import { paths, withQuery } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route } from '../../../route.js';
import { bonusReversalShape, givenBonusShape } from '../../../shapes/bonus.js';
import { crumbs, permission, unit } from './bonus-quarter.js';

const params = z.object({ id: z.string().refine(isId) });

function reversalPage(given: GivenBonus, own: boolean, refusal?: Refusal): PageAnswer {
  return {
    view: 'central/bonus/reversal',
    title: `Bonus of ${given.person.name}`,
    breadcrumbs: crumbs,
    model: {
      given,
      own,
      key: newUuid(),
      back: withQuery(paths.central.bonus, { period: given.period }),
      values: refusal?.values ?? {},
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

export const bonusReversalRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.central.bonusReversal(),
    permission,
    unit,
    summary: 'A bonus that was awarded: why, what it is worth now, and what taking it back would mean.',
    params,
    output: givenBonusShape,
    handler: ({ actor, params: { id }, services }) => services.bonuses.given(actor, id),
    page: (given, { actor }) => reversalPage(given, given.person.id === actor.personId),
  }),
  route({
    method: 'POST',
    path: paths.central.bonusReversal(),
    permission,
    unit,
    summary: 'Takes a bonus back by a counter entry; the person is told, and it may be awarded again.',
    params,
    status: 201,
    idempotent: true,
    body: bonusReversalInput,
    output: bonusReversalShape,
    handler: async ({ actor, params: { id }, body, services }) => {
      const { period } = await services.bonuses.given(actor, id);
      return { entry: await services.bonuses.reverse(actor, { entryId: id, ...body }), period };
    },
    redirect: ({ entry, period }) => ({
      to: withQuery(paths.central.bonus, { period }),
      flash: { kind: 'success', text: `${-entry.points} bonus points are taken back. The person is told why.` },
    }),
    refused: async (refusal, { actor, params: { id }, services }) => {
      const given = await services.bonuses.given(actor, id);
      return reversalPage(given, given.person.id === actor.personId, refusal);
    },
  }),
];
