import { z } from 'zod';
import { checkboxField, idField, listField } from '../../../kernel/fields.js';
import { newUuid } from '../../../kernel/ids.js';
import { hoursOfWorkday } from '../../../modules/organizations/index.js';
import { MAX_BULK, type DecisionPreview } from '../../../modules/requests/index.js';
import { unitPaths } from '../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../route.js';
import { decisionPreviewShape } from '../../shapes/queue.js';
import type { UnitDeclaration } from '../../workspaces/unit-declaration.js';
import { queueFilterFields } from './queue-query.js';

const { status: _status, mine: _mine, ...conditions } = queueFilterFields;

/** Requests by their ids; or with `all` everything that waits for the sender and matches the filter, the oldest first. */
const previewInput = z
  .strictObject({ ids: listField(idField('This is no request.'), MAX_BULK), all: checkboxField(), ...conditions })
  .refine(({ all, ids }) => all || ids.length > 0, { path: ['ids'], error: 'Choose at least one.' });

type PreviewRequest = Pick<RouteRequest, 'services'>;

async function previewPage(
  unit: UnitDeclaration,
  { services }: PreviewRequest,
  preview: DecisionPreview,
  refusal?: Refusal,
): Promise<PageAnswer> {
  const addresses = unitPaths(unit.key);
  const { settings } = await services.organizations.current();
  return {
    view: 'unit/bulk-preview',
    title: 'Decide several requests',
    breadcrumbs: [
      { label: unit.label, href: addresses.dashboard },
      { label: 'Requests', href: addresses.requests },
    ],
    model: {
      unit,
      addresses,
      preview,
      workday: hoursOfWorkday(settings),
      overdueAfter: settings.escalateAfterWorkingDays,
      key: newUuid(),
      values: refusal?.values ?? {},
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

/** Says what deciding several at once would do before it does. */
export function bulkPreviewRoute(unit: UnitDeclaration): Route {
  return route({
    method: 'POST',
    path: unitPaths(unit.key).bulkPreview,
    permission: 'requests:decide',
    unit: unit.unit,
    summary: 'What deciding up to 100 requests at once would do: for whom, how many points, what is left out and why.',
    stepUp: true,
    body: previewInput,
    output: decisionPreviewShape,
    handler: ({ actor, body: { ids, all, ...filter }, services }) =>
      services.requests.previewDecisions(actor, unit.unit, all ? { filter } : { ids }),
    page: (preview, request) => previewPage(unit, request, preview),
  });
}

/** The same page after a refusal, with the notes that were typed. */
export async function refusedBulkPage(
  unit: UnitDeclaration,
  refusal: Refusal,
  request: Pick<RouteRequest, 'actor' | 'services'>,
): Promise<PageAnswer> {
  const { ids } = refusal.values;
  const known = (Array.isArray(ids) ? ids : [ids]).filter((id) => typeof id === 'string').slice(0, MAX_BULK);
  const preview = await request.services.requests.previewDecisions(request.actor, unit.unit, { ids: known });
  return previewPage(unit, request, preview, refusal);
}
