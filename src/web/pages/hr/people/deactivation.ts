import type { Unit } from '../../../../kernel/units.js';
import { decidingDuty, UNITS } from '../../../../kernel/units.js';
import { deactivationInput } from '../../../../modules/people/index.js';
import {
  choosePeople,
  DELIVERY_PARTNERS,
  MANAGERS,
  offeredPeople,
  type PersonField,
} from '../../../forms/choose-person.js';
import { paths } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../../route.js';
import { onePersonShape, openWorkShape } from '../../../shapes/person.js';
import { personParams } from './edit.js';
import { presentPerson } from './present-people.js';

const permission = 'people:administer';

/** What deactivating leads to, and who can take over. */
async function deactivationPage(
  id: string,
  { actor, services }: Pick<RouteRequest, 'actor' | 'services'>,
  refusal?: Refusal,
): Promise<PageAnswer> {
  const { people } = services;
  const person = await people.byId(id);
  const work = await people.openWork(id);
  const { sessions } = await people.access.sessionsOf(actor, id);
  const units = UNITS.flatMap((unit) => {
    const count = work.itemsByUnit[unit] ?? 0;
    return count === 0 ? [] : [{ unit, count }];
  });
  const deciders: Partial<Record<Unit, { value: string; label: string }[]>> = {};
  for (const { unit } of units) {
    deciders[unit] = await offeredPeople(services, { unit, duty: decidingDuty(unit) }, id);
  }
  return {
    view: 'hr/people/deactivation',
    title: `Deactivate ${person.name}`,
    breadcrumbs: [
      { label: 'People', href: paths.hr.employees },
      { label: person.name, href: paths.hr.person(id) },
    ],
    model: {
      person: await presentPerson(services, person),
      work,
      units,
      deciders,
      sessions: sessions.length,
      managers: work.reports === 0 ? [] : await offeredPeople(services, MANAGERS, id),
      dps: work.dpPeople === 0 ? [] : await offeredPeople(services, DELIVERY_PARTNERS, id),
      values: Object.fromEntries(
        Object.entries(refusal?.values ?? {}).filter(([, value]) => typeof value === 'string'),
      ),
      errors: refusal?.errors ?? [],
      // The refusal says how much is left; the fields say where to name somebody.
      unnamed: refusal?.error.code === 'person.has_open_work',
      message: refusal?.error.message ?? null,
    },
  };
}

export const deactivationRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.hr.personDeactivation(),
    permission,
    unit: 'hr',
    summary: 'What deactivating a person leads to: sessions, reports and items that go to others.',
    params: personParams,
    output: openWorkShape,
    handler: async ({ params: { id }, services }) => {
      await services.people.byId(id);
      return services.people.openWork(id);
    },
    page: (_data, request) => deactivationPage(request.params.id, request),
  }),
  route({
    method: 'POST',
    path: paths.hr.personDeactivation(),
    stepUp: true,
    permission,
    unit: 'hr',
    summary: 'Ends an account; reports and items go to those named, in the same step.',
    params: personParams,
    body: deactivationInput,
    output: onePersonShape,
    handler: async ({ actor, params: { id }, body, services }) => {
      await services.people.byId(id);
      const fields: PersonField[] = [
        { path: 'reportsTo', text: body.reportsTo, duty: MANAGERS },
        { path: 'dpPeopleTo', text: body.dpPeopleTo, duty: DELIVERY_PARTNERS },
        ...body.items.map(({ unit, text }) => ({
          path: `items.${unit}`,
          text,
          duty: { unit, duty: decidingDuty(unit) },
        })),
      ];
      const chosen = await choosePeople(
        services,
        fields.filter(({ text }) => text.trim() !== ''),
      );
      const items = body.items.flatMap(({ unit }) => {
        const decider = chosen.get(`items.${unit}`);
        return decider === undefined ? [] : [[unit, decider] as const];
      });
      const person = await services.people.deactivate(actor, id, body.reason, {
        reportsTo: chosen.get('reportsTo'),
        dpPeopleTo: chosen.get('dpPeopleTo'),
        items: Object.fromEntries(items),
      });
      return { person: await presentPerson(services, person) };
    },
    redirect: ({ person }) => ({
      to: paths.hr.person(person.id),
      flash: { kind: 'success', text: `${person.name} is deactivated.` },
    }),
    refused: (refusal, request) => deactivationPage(request.params.id, request, refusal),
  }),
];
