import { z } from 'zod';
import { checkboxField, idField, listField, optionalField, pageFields } from '../../../../kernel/fields.js';
import { ruleBroken } from '../../../../kernel/errors.js';
import { choosePeople, DELIVERY_PARTNERS, MANAGERS, offeredPeople } from '../../../forms/choose-person.js';
import { paths, withQuery } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route } from '../../../route.js';
import type { Services } from '../../../services.js';
import { pageShape, personSummary } from '../../../shapes/common.js';
import { pagerOf } from '../../../views/pager.js';
import { personParams } from './edit.js';

const permission = 'people:administer';
const role = optionalField(z.enum(['manager', 'dp'], { error: 'manager or dp.' })).transform(
  (value) => value ?? 'manager',
);
const reportsQuery = z.object({ role, ...pageFields });
type ReportsQuery = z.output<typeof reportsQuery>;

/** At most so many are named one by one; `all` has no such limit. */
const MAX_SELECTED = 200;

const reassignmentInput = z.strictObject({
  role,
  to: z.string({ error: 'Say who takes over.' }).trim().min(1, { error: 'Say who takes over.' }).max(300),
  ids: listField(idField('Choose people of the list.'), MAX_SELECTED),
  /** Everybody, whatever is selected. */
  all: checkboxField(),
});

function listReports(services: Services, id: string, { role: as, page, size }: ReportsQuery) {
  const filter = as === 'manager' ? { managerId: id } : { dpId: id };
  return services.people.list({ ...filter, status: 'active' }, { number: page, size });
}

async function reportsPage(
  services: Services,
  id: string,
  query: ReportsQuery,
  refusal?: Refusal,
): Promise<PageAnswer> {
  const { people } = services;
  const person = await people.byId(id);
  const list = await listReports(services, id, query);
  const here = paths.hr.personReports(id);
  const as = query.role === 'dp' ? 'dp' : undefined;
  const duty = query.role === 'manager' ? MANAGERS : DELIVERY_PARTNERS;
  return {
    view: 'hr/people/reports',
    title: `Who reports to ${person.name}`,
    breadcrumbs: [
      { label: 'People', href: paths.hr.employees },
      { label: person.name, href: paths.hr.person(id) },
    ],
    model: {
      person: { id, name: person.name },
      list,
      role: query.role,
      work: await people.openWork(id),
      tabs: { manager: here, dp: withQuery(here, { role: 'dp' }) },
      offered: await offeredPeople(services, duty, id),
      pager: pagerOf(list.page, (page) => withQuery(here, { role: as, page })),
      to: typeof refusal?.values['to'] === 'string' ? refusal.values['to'] : '',
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

/** All ids where everybody is meant, else the selected ones that are still there. */
async function idsMeant(
  services: Services,
  id: string,
  as: ReportsQuery['role'],
  { all, ids }: { all: boolean; ids: readonly string[] },
): Promise<string[]> {
  const filter = { ...(as === 'manager' ? { managerId: id } : { dpId: id }), status: 'active' as const };
  const found: string[] = [];
  for await (const batch of services.people.eachBatch(all ? filter : { ...filter, ids }, 500)) {
    found.push(...batch.map((person) => person.id));
  }
  return found;
}

export const reportsRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.hr.personReports(),
    permission,
    unit: 'hr',
    summary: 'The active people whose manager or delivery partner somebody is.',
    params: personParams,
    query: reportsQuery,
    output: pageShape(personSummary),
    handler: async ({ params: { id }, query, services }) => {
      await services.people.byId(id);
      return listReports(services, id, query);
    },
    page: (_data, { params: { id }, query, services }) => reportsPage(services, id, query),
  }),
  route({
    method: 'POST',
    path: paths.hr.personReports(),
    permission,
    unit: 'hr',
    summary: 'Gives some or all of these people to another manager or delivery partner.',
    params: personParams,
    body: reassignmentInput,
    stepUp: true,
    output: z.object({ reassigned: z.int() }),
    handler: async ({ actor, params: { id }, body, services }) => {
      await services.people.byId(id);
      const duty = body.role === 'manager' ? MANAGERS : DELIVERY_PARTNERS;
      const to = (await choosePeople(services, [{ path: 'to', text: body.to, duty }])).get('to') ?? '';
      const ids = await idsMeant(services, id, body.role, body);
      if (ids.length === 0) throw ruleBroken('people.nobody_selected', 'ids', 'Select at least one person.');
      const reassigned = await services.people.reassign(actor, ids, body.role, to);
      return { reassigned };
    },
    redirect: ({ reassigned }, { params: { id }, body }) => ({
      to: withQuery(paths.hr.personReports(id), { role: body.role === 'dp' ? 'dp' : undefined }),
      flash: {
        kind: 'success',
        text: reassigned === 1 ? 'One person is reassigned.' : `${reassigned} people are reassigned.`,
      },
    }),
    refused: (refusal, { params: { id }, services }) =>
      reportsPage(
        services,
        id,
        reportsQuery.parse({ role: refusal.values['role'] === 'dp' ? 'dp' : 'manager' }),
        refusal,
      ),
  }),
];
