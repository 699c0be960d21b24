import { raiseRequestInput } from '../../../modules/requests/index.js';
import { duplicatesOf, EVIDENCE_UPLOAD, keptFiles, withSentFiles } from '../../forms/claim-files.js';
import { paths } from '../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../route.js';
import { oneRequestShape, raiseOptionsShape } from '../../shapes/request.js';

const PENDING_SHOWN = { number: 1, size: 5 };

/** The form with what can be raised, and below it what is still waiting. */
async function raisePage(
  { actor, services }: Pick<RouteRequest, 'actor' | 'services'>,
  refusal?: Refusal,
): Promise<PageAnswer> {
  const options = await services.requests.options(actor);
  const organization = await services.organizations.current();
  const pending = await services.requests.mine(actor, { status: 'pending' }, PENDING_SHOWN);
  const values = refusal?.values ?? {};
  return {
    view: 'employee/raise-request',
    title: 'Raise a request',
    model: {
      options,
      pending,
      today: await services.organizations.today(),
      windowDays: organization.settings.raiseWindowDays,
      values,
      files: await keptFiles(actor.personId, values['attachmentIds'], services),
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
      duplicates: duplicatesOf(refusal),
    },
  };
}

export const raiseRequestRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.employee.raiseRequest,
    permission: 'signed-in',
    summary: 'What I could raise: points for my grade, limits, who decides.',
    output: raiseOptionsShape,
    handler: ({ actor, services }) => services.requests.options(actor),
    page: (_options, request) => raisePage(request),
  }),
  route({
    method: 'POST',
    path: paths.employee.raiseRequest,
    permission: 'signed-in',
    summary: 'Raises a request; points and grade are computed by the server.',
    status: 201,
    upload: EVIDENCE_UPLOAD,
    body: raiseRequestInput,
    output: oneRequestShape,
    handler: async (request) => {
      const { actor, body, services } = request;
      const attachmentIds = await withSentFiles(body.attachmentIds, request);
      return { request: await services.requests.raise(actor, { ...body, attachmentIds }) };
    },
    redirect: ({ request }) => ({
      to: paths.employee.requests,
      flash: {
        kind: 'success',
        text: `${request.category.name} is sent: ${request.points} points, waiting for ${request.approver.name}.`,
      },
    }),
    refused: (refusal, request) => raisePage(request, refusal),
  }),
];
