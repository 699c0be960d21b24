import { groupBy } from '../../../../kernel/group-by.js';
import { bulkReassignmentInput, bulkReminderInput, type BulkResult } from '../../../../modules/requests/index.js';
import { paths } from '../../../paths.js';
import { route, type Flash, type Route } from '../../../route.js';
import { bulkShape } from '../../../shapes/request.js';
import { refusedTrackerPage } from './pending-tracker.js';
import { trackerAddresses } from './pending-tracker.presenter.js';
import { trackerQuery, type TrackerQuery } from './tracker-query.js';

/** "13 handed to Jo Brown. 2 not: This request was already approved by Gail Erickson." Each reason once. */
export function bulkOutcome({ done, failed }: BulkResult, word: string): Flash {
  const reasons = [...groupBy(failed, ({ detail }) => detail)].map(
    ([detail, { length }]) => `${length} not: ${detail}`,
  );
  return {
    kind: failed.length === 0 ? 'success' : 'warning',
    text: [`${done.length} ${word}.`, ...reasons].join(' '),
  };
}

function backTo(query: TrackerQuery): string {
  return trackerAddresses(query, { number: query.page, size: query.size, total: 0 }).here;
}

/** What HR administration does with those that are selected; each on its own merits. */
export const trackerBulkRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: paths.hr.reassignMany,
    permission: 'requests:reassign',
    unit: 'hr',
    summary: 'Gives up to 100 pending requests to another decider, each on its own merits.',
    query: trackerQuery,
    body: bulkReassignmentInput,
    output: bulkShape,
    handler: async ({ actor, body, services }) => ({
      ...(await services.requests.reassign(actor, body.ids, body.toId, body.reason)),
      name: (await services.people.find(body.toId))?.name ?? '',
    }),
    redirect: (result, { query }) => ({ to: backTo(query), flash: bulkOutcome(result, `handed to ${result.name}`) }),
    refused: refusedTrackerPage,
  }),
  route({
    method: 'POST',
    path: paths.hr.remindMany,
    permission: 'requests:reassign',
    unit: 'hr',
    summary: 'Reminds the deciders of up to 100 pending requests, each request at most once a day.',
    query: trackerQuery,
    body: bulkReminderInput,
    output: bulkShape,
    handler: ({ actor, body, services }) => services.requests.remind(actor, body.ids),
    redirect: (result, { query }) => ({ to: backTo(query), flash: bulkOutcome(result, 'reminded') }),
    refused: refusedTrackerPage,
  }),
];
