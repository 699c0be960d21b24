import { z } from 'zod';
import { pageFields } from '../../../kernel/fields.js';
import { isId } from '../../../kernel/ids.js';
import { absenceInput, type AbsenceView } from '../../../modules/absences/index.js';
import { route, type Flash, type Route } from '../../route.js';
import { absenceOverviewShape, absencePreviewShape, oneAbsenceShape } from '../../shapes/absence.js';
import { changePage, listPage, listPageOf, PAST_SHOWN, type Asking } from './absence-page.js';
import { ABSENCE_OF_SOMEBODY, assertInScope, OWN_ABSENCE, personOf, type AbsenceScope } from './absence-scope.js';

const params = z.object({ id: z.string().refine(isId) });
const raw = ({ http }: { readonly http: { readonly req: { readonly body: unknown } } }) =>
  (http.req.body ?? {}) as Record<string, unknown>;

function savedFlash({ status }: AbsenceView): Flash {
  return {
    kind: 'success',
    text:
      status === 'running' ? 'The absence has begun. What waits is with whoever stands in.' : 'The absence is saved.',
  };
}

function endedFlash({ status }: AbsenceView): Flash {
  return {
    kind: 'success',
    text: status === 'cancelled' ? 'The absence is cancelled.' : 'Welcome back. What is not decided yet is here again.',
  };
}

/** A list with its form, a look at what would happen, one absence to change, and its end. */
function absenceRoutes(scope: AbsenceScope): readonly Route[] {
  const access = { permission: scope.permission, ...(scope.unit !== undefined && { unit: scope.unit }) };
  /** The own list has no id in its address. */
  const listParams: z.ZodType<{ readonly id?: string | undefined }> = scope.own ? z.object({}) : params;
  const load = async ({ actor, services }: Asking, id: string) =>
    assertInScope(scope, actor, await services.absences.byId(actor, id));
  return [
    route({
      ...access,
      method: 'GET',
      path: scope.list(),
      summary: `Planned, running and earlier ones of ${scope.whose} absences, and who could be named.`,
      params: listParams,
      query: z.object({ page: pageFields.page }),
      output: absenceOverviewShape,
      handler: ({ actor, params: { id }, query, services }) =>
        services.absences.overview(actor, personOf(scope, actor, id), { number: query.page, size: PAST_SHOWN }),
      page: (overview, request) => listPage(scope, request, overview),
    }),
    route({
      ...access,
      method: 'POST',
      path: scope.preview(),
      summary: 'Says where what waits would go, and stores nothing.',
      params: listParams,
      body: absenceInput,
      output: absencePreviewShape,
      handler: async ({ actor, params: { id }, body, services }) => ({
        preview: await services.absences.preview(actor, personOf(scope, actor, id), body),
      }),
      page: ({ preview }, request) => listPageOf(scope, request, request.params.id, { preview, values: raw(request) }),
      refused: (refusal, request) => listPageOf(scope, request, request.params.id, { refusal }),
    }),
    route({
      ...access,
      method: 'POST',
      path: scope.list(),
      summary: `Enters ${scope.whose} absence with who decides meanwhile.`,
      status: 201,
      params: listParams,
      body: absenceInput,
      output: oneAbsenceShape,
      handler: async ({ actor, params: { id }, body, services }) => ({
        absence: await services.absences.name(actor, personOf(scope, actor, id), body),
      }),
      redirect: ({ absence }) => ({ to: scope.list(absence.person.id), flash: savedFlash(absence) }),
      refused: (refusal, request) => listPageOf(scope, request, request.params.id, { refusal }),
    }),
    route({
      ...access,
      method: 'GET',
      path: scope.one(),
      summary: `One of ${scope.whose} absences.`,
      params,
      output: oneAbsenceShape,
      handler: async (request) => ({ absence: await load(request, request.params.id) }),
      page: ({ absence }, request) => changePage(scope, request, absence),
    }),
    route({
      ...access,
      method: 'POST',
      path: scope.onePreview(),
      summary: 'Says where what waits would go after a change, and stores nothing.',
      params,
      body: absenceInput,
      output: absencePreviewShape,
      handler: async (request) => {
        const {
          actor,
          services,
          params: { id },
          body,
        } = request;
        const absence = await load(request, id);
        return { absence, preview: await services.absences.preview(actor, absence.person.id, body, id) };
      },
      page: ({ absence, preview }, request) => changePage(scope, request, absence, { preview, values: raw(request) }),
      refused: async (refusal, request) =>
        changePage(scope, request, await load(request, request.params.id), { refusal }),
    }),
    route({
      ...access,
      method: 'POST',
      path: scope.one(),
      summary: 'Changes days, delegates or note; what waits moves accordingly.',
      params,
      body: absenceInput,
      output: oneAbsenceShape,
      handler: async (request) => {
        const { id } = request.params;
        await load(request, id);
        return { absence: await request.services.absences.change(request.actor, id, request.body) };
      },
      redirect: ({ absence }) => ({ to: scope.list(absence.person.id), flash: savedFlash(absence) }),
      refused: async (refusal, request) =>
        changePage(scope, request, await load(request, request.params.id), { refusal }),
    }),
    route({
      ...access,
      method: 'POST',
      path: scope.cancellation(),
      summary: 'Cancels a planned absence, or ends a running one: everything comes back at once.',
      params,
      body: z.strictObject({}),
      output: oneAbsenceShape,
      handler: async (request) => {
        const { id } = request.params;
        await load(request, id);
        return { absence: await request.services.absences.cancel(request.actor, id) };
      },
      redirect: ({ absence }) => ({ to: scope.list(absence.person.id), flash: endedFlash(absence) }),
      refused: async (refusal, request) =>
        changePage(scope, request, await load(request, request.params.id), { refusal }),
    }),
  ];
}

export const ownAbsenceRoutes = absenceRoutes(OWN_ABSENCE);
export const absenceOfSomebodyRoutes = absenceRoutes(ABSENCE_OF_SOMEBODY);
