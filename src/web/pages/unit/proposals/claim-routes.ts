import { z } from 'zod';
import { idField, optionalField, searchField } from '../../../../kernel/fields.js';
import { newUuid } from '../../../../kernel/ids.js';
import type { ClaimPreview, RequestView } from '../../../../modules/requests/index.js';
import { EVIDENCE_UPLOAD, keptFiles, withSentFiles } from '../../../forms/claim-files.js';
import { route, type Flash, type PageAnswer, type Route, type RouteRequest } from '../../../route.js';
import { claimOptionsShape, claimPreviewShape } from '../../../shapes/claim-for-others.js';
import { oneRequestShape } from '../../../shapes/request.js';
import type { ClaimDesk } from './claim-desk.js';
import { claimFormPage, deskFacts, trailOf } from './claim-form.presenter.js';
import type { ClaimDraft } from './claim-input.js';
import { personOf } from './claim-person.js';

/** What of the form may stand in its address, so that lists narrow without scripts. */
const formQuery = z.object({
  personId: optionalField(idField()),
  person: optionalField(searchField()),
  department: optionalField(z.string().max(100)),
  grade: optionalField(z.string().max(20)),
  categoryCode: optionalField(z.string().max(60)),
  validatorId: optionalField(idField()),
  approverId: optionalField(idField()),
});

/** The form, the step that says what it will be, and sending it. */
export function claimRoutes(desk: ClaimDesk): readonly Route[] {
  const { unit, way, permission, addresses } = desk;
  const common = { permission, unit: unit.unit };
  const what = way === 'proposed' ? 'a proposal' : 'a request for somebody else';
  return [
    route({
      ...common,
      method: 'GET',
      path: addresses.form,
      summary: `Categories of ${unit.label} that can be claimed for others, worth for the person named, and who may decide.`,
      query: formQuery,
      output: claimOptionsShape(desk.deciders),
      handler: async ({ actor, query, services }) => {
        const known = query.personId ?? (await only(services, query.person));
        const { categories, deciders } = await services.requests.optionsForOthers(
          actor,
          unit.unit,
          way,
          known === undefined ? undefined : { personId: known },
        );
        return { categories, [desk.deciders]: deciders };
      },
      page: (_options, request) => claimFormPage(desk, request, request.query),
    }),
    route({
      ...common,
      method: 'POST',
      path: addresses.preview,
      summary: `What ${what} would be worth, for whom, who decides, which limits and duplicates there are; stores nothing.`,
      ...(desk.evidence && { upload: EVIDENCE_UPLOAD }),
      body: desk.previewInput,
      output: claimPreviewShape,
      handler: async (request) => {
        const { actor, body, services } = request;
        const attachmentIds = await withSentFiles(body.attachmentIds, request);
        const personId = await personOf(services, body);
        return { ...(await desk.preview(services, actor, { ...body, attachmentIds, personId })), attachmentIds };
      },
      page: (preview, request) =>
        request.body.change ? changePage(desk, preview, request) : reviewPage(desk, preview, request),
      refused: (refusal, request) => claimFormPage(desk, request, refusal.values, refusal),
    }),
    route({
      ...common,
      method: 'POST',
      path: addresses.send,
      summary: `Sends ${what}; points and grade are computed by the server.`,
      status: 201,
      idempotent: true,
      body: desk.input,
      output: oneRequestShape,
      handler: async ({ actor, body, services }) => ({ request: await desk.send(services, actor, body) }),
      redirect: ({ request }) => ({ to: addresses.list, flash: sentWords(desk, request) }),
      refused: (refusal, request) => claimFormPage(desk, request, refusal.values, refusal),
    }),
  ];
}

async function only({ people }: RouteRequest['services'], text: string | undefined): Promise<string | undefined> {
  const found = text === undefined || text === '' ? [] : await people.lookUp(text);
  return found.length === 1 ? found[0]?.id : undefined;
}

type Previewed = ClaimPreview & { readonly attachmentIds: readonly string[] };
type Asked = Pick<RouteRequest<unknown, unknown, ClaimDraft>, 'actor' | 'body' | 'services'>;

/** What the sender has in hand, as the form and the last step send it. */
function valuesOf({ decider }: ClaimDesk, { person, attachmentIds }: Previewed, body: ClaimDraft) {
  const { categoryCode, eventDate, quantity, notes, link, deciderId } = body;
  return {
    personId: person.id,
    ...{ categoryCode, eventDate, quantity: String(quantity), notes, link: link ?? '', attachmentIds },
    [decider]: deciderId,
    acknowledgeDuplicate: body.acknowledgeDuplicate ? 'true' : '',
  };
}

function changePage(desk: ClaimDesk, preview: Previewed, { actor, body, services }: Asked): Promise<PageAnswer> {
  return claimFormPage(desk, { actor, services }, valuesOf(desk, preview, body));
}

async function reviewPage(desk: ClaimDesk, preview: Previewed, { actor, body, services }: Asked): Promise<PageAnswer> {
  return {
    view: 'unit/proposals/review',
    title: 'Look it over',
    breadcrumbs: trailOf(desk),
    model: {
      ...deskFacts(desk),
      claim: preview,
      values: valuesOf(desk, preview, body),
      files: await keptFiles(actor.personId, preview.attachmentIds, services),
      key: newUuid(),
    },
  };
}

function sentWords({ way }: ClaimDesk, { category, person, points, approver, needsAssignment }: RequestView): Flash {
  const verb = way === 'proposed' ? 'proposed' : 'raised';
  const next = needsAssignment
    ? 'Nobody may decide it while the one you chose is away, so HR is asked to name somebody.'
    : `${approver.name} is told now and decides; ${person.name} is told once it is approved.`;
  return { kind: 'success', text: `${category.name} for ${person.name} is ${verb}: ${points} points. ${next}` };
}
