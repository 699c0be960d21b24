import { groupBy } from '../../../kernel/group-by.js';
import type { BulkOutcomeView } from '../../../modules/requests/index.js';
import { unitPaths } from '../../paths.js';
import { route, type Flash, type PageAnswer, type Route } from '../../route.js';
import { bulkOutcomeShape } from '../../shapes/queue.js';
import type { UnitDeclaration } from '../../workspaces/unit-declaration.js';
import { requestParams } from './request-detail.js';

interface BulkResult {
  readonly done: readonly string[];
  readonly failed: readonly { readonly code: string }[];
}

/** "13 approved, 2 were already decided." */
export function bulkSummary(result: BulkResult, word: 'approved' | 'rejected'): Flash {
  const count = (wanted: string) => result.failed.filter(({ code }) => code === wanted).length;
  const decided = count('request.already_decided');
  const changed = count('request.changed_meanwhile');
  const missed = count('request.not_reached');
  const others = result.failed.length - decided - changed - missed;
  const parts = [
    `${result.done.length} ${word}`,
    ...(decided > 0 ? [`${decided} ${decided === 1 ? 'was' : 'were'} already decided`] : []),
    ...(changed > 0 ? [`${changed} changed meanwhile`] : []),
    ...(missed > 0 ? [`${missed} ${missed === 1 ? 'was' : 'were'} not reached`] : []),
    ...(others > 0 ? [`${others} could not be decided by you`] : []),
  ];
  return { kind: result.failed.length === 0 ? 'success' : 'warning', text: `${parts.join(', ')}.` };
}

/** A browser without scripts asks again so often while it still goes on. */
const REFRESH_SECONDS = 3;

function outcomePage(unit: UnitDeclaration, outcome: BulkOutcomeView, waiting: number): PageAnswer {
  const addresses = unitPaths(unit.key);
  const byId = new Map(outcome.requests.map((request) => [request.id, request]));
  const running = outcome.finishedAt === null;
  return {
    view: 'unit/bulk-outcome',
    title: 'What was decided',
    breadcrumbs: [
      { label: unit.label, href: addresses.dashboard },
      { label: 'Requests', href: addresses.requests },
    ],
    ...(running && { refresh: REFRESH_SECONDS }),
    model: {
      unit,
      addresses,
      outcome,
      waiting,
      summary: bulkSummary(outcome, outcome.decision === 'approve' ? 'approved' : 'rejected'),
      done: outcome.done.flatMap((id) => byId.get(id) ?? []),
      /** Each reason once, with those that it kept. */
      left: [...groupBy(outcome.failed, ({ detail }) => detail)].map(([detail, group]) => ({
        detail,
        requests: group.map(({ id }) => byId.get(id)),
      })),
    },
  };
}

/** What became of several that were decided at once, for whoever decided them. */
export function bulkOutcomeRoute(unit: UnitDeclaration): Route {
  return route({
    method: 'GET',
    path: unitPaths(unit.key).bulkOutcome(),
    permission: 'requests:decide',
    unit: unit.unit,
    summary:
      'What became of requests that were decided at once: what was done, and why the others were not; for a week.',
    params: requestParams,
    output: bulkOutcomeShape,
    handler: ({ actor, params, services }) => services.requests.bulkOutcome(actor, unit.unit, params.id),
    page: async (outcome, { actor, services }) => {
      const { assigned } = await services.requests.counts(actor, unit.unit);
      return outcomePage(unit, outcome, assigned);
    },
  });
}
