import { z } from 'zod';
import { can } from '../../../../kernel/permissions.js';
import type { PersonActor } from '../../../../kernel/actor.js';
import { optionalField, wholeNumberField } from '../../../../kernel/fields.js';
import { paths, withQuery } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../../route.js';
import type { Services } from '../../../services.js';
import { personPageShape } from '../../../shapes/person.js';
import { pagerOf } from '../../../views/pager.js';
import { personParams } from './edit.js';
import { grantChoices, grantCode, grantKey } from './grant-choices.js';
import { personHistory } from './person-history.js';
import { presentPerson } from './present-people.js';

/** More of both are on pages of their own. */
const REPORTS_SHOWN = 8;
const HISTORY_SIZE = 15;

type Viewer = Pick<RouteRequest, 'actor' | 'services' | 'http'>;

async function figuresOf(actor: PersonActor, services: Services, id: string) {
  if (!can(actor, 'figures:view-all', 'central')) return null;
  const { totals, year } = await services.reports.centralEmployee(actor, id);
  return { total: totals.combined, year: year.regular, period: year.period };
}

async function loadPerson({ actor, services, http: { req } }: Viewer, id: string, historyPage: number) {
  const { people } = services;
  const person = await people.byId(id);
  const { sessions, devices, programs, tokens } = await people.access.sessionsOf(actor, id);
  const here = req.signedInBy === 'session' ? req.session.publicId : undefined;
  const reports = await people.list({ managerId: id, status: 'active' }, { number: 1, size: REPORTS_SHOWN });
  return {
    person: await presentPerson(services, person),
    /** Gone by exit date alone; what was left behind is then not handed over. */
    byExit: person.status === 'active',
    openWork: await people.openWork(id),
    reports,
    sessions: sessions.map((session) => ({ ...session, current: session.id === here })),
    devices,
    programs,
    /** Personal tokens; they end with all the rest. */
    tokens: tokens.length,
    /** Anywhere, also by a program or a device that is remembered. */
    signedIn: [sessions, devices, programs, tokens].some(({ length }) => length > 0),
    invitable: await people.access.awaitsInvitation(actor, id),
    figures: await figuresOf(actor, services, id),
    history: await personHistory(services, id, { number: historyPage, size: HISTORY_SIZE }),
  };
}

type LoadedPerson = Awaited<ReturnType<typeof loadPerson>>;

function personAnswer(data: LoadedPerson, refusal?: Refusal): PageAnswer {
  const { person, history } = data;
  const held = person.grants.map((grant) => grantCode(grant as Parameters<typeof grantCode>[0]));
  const values = refusal?.values ?? {};
  // Where the form of the grants was refused, nothing ticked means that nothing was ticked.
  const ofGrants = refusal?.errors.some(({ path }) => path.startsWith('grants')) === true;
  const ticked = ofGrants ? [values['grants'] ?? []].flat().map(String) : held;
  return {
    view: 'hr/people/person',
    title: person.name,
    breadcrumbs: [{ label: 'People', href: paths.hr.employees }],
    model: {
      ...data,
      held: held.map(grantKey),
      grants: grantChoices([...new Set([...ticked, ...held])]).map((choice) => ({
        ...choice,
        held: ticked.includes(choice.code),
      })),
      grantKey,
      trackerHref: withQuery(paths.hr.tracker, { decider: person.id }),
      reportsHref: withQuery(paths.hr.employees, { manager: person.id }),
      pager: pagerOf(history.page, (page) => withQuery(paths.hr.person(person.id), { history: page })),
      values: Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string')),
      errors: refusal?.errors.map(({ path, message }) => ({ path: path.split('.')[0] ?? '', message })) ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

/** The person's page with what was refused; for the forms that stand on it. */
export async function refusedOnPersonPage(
  refusal: Refusal,
  { params: { id }, ...viewer }: Viewer & { readonly params: { readonly id: string } },
): Promise<PageAnswer> {
  return personAnswer(await loadPerson(viewer, id, 1), refusal);
}

export const personRoute: Route = route({
  method: 'GET',
  path: paths.hr.person(),
  permission: 'people:administer',
  unit: 'hr',
  summary: 'A person: facts, grants, reports, open items, sessions, what happened.',
  params: personParams,
  query: z.object({ history: optionalField(wholeNumberField(1, 100_000)).transform((page) => page ?? 1) }),
  output: personPageShape,
  handler: (request) => loadPerson(request, request.params.id, request.query.history),
  page: (data) => personAnswer(data),
});
