import { erasureInput } from '../../../../modules/privacy/index.js';
import { paths } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../../route.js';
import { erasurePageShape, erasureShape } from '../../../shapes/privacy.js';
import { personParams } from './edit.js';
import { presentPerson } from './present-people.js';

const permission = 'people:administer';
/** While the work goes on, a browser without scripts asks again after so many seconds. */
const ASK_AGAIN = 5;

type Viewer = Pick<RouteRequest, 'actor' | 'services'>;

async function loadErasure({ actor, services }: Viewer, id: string) {
  const { people, privacy } = services;
  const person = await people.byId(id);
  return {
    person: await presentPerson(services, person),
    facts: await privacy.erasureFacts(actor, id),
    erasure: (await privacy.erasureOf(actor, id)) ?? null,
    openWork: await people.openWork(id),
  };
}

function erasurePage(data: Awaited<ReturnType<typeof loadErasure>>, refusal?: Refusal): PageAnswer {
  const { person, erasure, openWork } = data;
  const values = refusal?.values ?? {};
  return {
    view: 'hr/people/erasure',
    title: `Erase ${person.name}`,
    ...(erasure?.status === 'running' && { refresh: ASK_AGAIN }),
    breadcrumbs: [
      { label: 'People', href: paths.hr.employees },
      { label: person.name, href: paths.hr.person(person.id) },
    ],
    model: {
      ...data,
      mustHandOver: openWork.reports + openWork.dpPeople + openWork.openItems > 0 && person.status === 'active',
      values: Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string')),
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

export const erasureRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.hr.personErasure(),
    permission,
    unit: 'hr',
    summary: 'What erasing a person takes away and leaves, or how far the erasure is.',
    params: personParams,
    output: erasurePageShape,
    handler: (request) => loadErasure(request, request.params.id),
    page: (data) => erasurePage(data),
  }),
  route({
    method: 'POST',
    path: paths.hr.personErasure(),
    permission,
    unit: 'hr',
    summary: 'Erases a person for good: name, addresses, texts and files. Points stay.',
    params: personParams,
    body: erasureInput,
    output: erasureShape,
    stepUp: true,
    status: 202,
    handler: ({ actor, params, body, services }) => services.privacy.erase(actor, params.id, body),
    redirect: (_erasure, { params }) => ({
      to: paths.hr.personErasure(params.id),
      flash: { kind: 'success', text: 'The person is erased. Texts and files follow.' },
    }),
    refused: async (refusal, request) => erasurePage(await loadErasure(request, request.params.id), refusal),
  }),
];
