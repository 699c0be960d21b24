import { Conflict } from '../../../kernel/errors.js';
import { raiseRequestInput, type DuplicateReference } from '../../../modules/requests/index.js';
import { paths } from '../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../route.js';
import { oneRequestShape, raiseOptionsShape } from '../../shapes/request.js';

/** Files that a browser without scripts sends inside the form itself. */
const UPLOAD = { field: 'file', maxFiles: 3 };
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

function duplicatesOf(refusal: Refusal | undefined): readonly DuplicateReference[] {
  if (!(refusal?.error instanceof Conflict) || refusal.error.code !== 'request.duplicate') return [];
  return refusal.error.extra['duplicates'] as readonly DuplicateReference[];
}

/** What was uploaded before the form was refused needs no second upload. */
async function keptFiles(ownerId: string, ids: unknown, services: RouteRequest['services']) {
  const given = (Array.isArray(ids) ? ids : [ids]).filter((id) => typeof id === 'string').slice(0, UPLOAD.maxFiles);
  const found = [];
  for (const id of given) {
    const attachment = await services.attachments.find(id);
    if (attachment?.ownerId === ownerId && attachment.requestId === null) found.push(attachment);
  }
  return found.map(({ id, name, size }) => ({ id, name, size }));
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
    upload: UPLOAD,
    body: raiseRequestInput,
    output: oneRequestShape,
    handler: async ({ actor, body, files, services }) => {
      const stored: string[] = [];
      for (const file of files) stored.push((await services.attachments.store(actor, file)).id);
      return {
        request: await services.requests.raise(actor, { ...body, attachmentIds: [...body.attachmentIds, ...stored] }),
      };
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
