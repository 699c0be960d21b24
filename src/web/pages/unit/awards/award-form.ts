import { z } from 'zod';
import { idField, optionalField, pageFields, searchField } from '../../../../kernel/fields.js';
import { isId } from '../../../../kernel/ids.js';
import { DEFAULT_PAGE_SIZE, type Page } from '../../../../kernel/paging.js';
import { isQuarterKey } from '../../../../kernel/period.js';
import { personText, type Person } from '../../../../modules/people/index.js';
import type { GivenAward } from '../../../../modules/requests/index.js';
import { offeredPeople } from '../../../forms/choose-person.js';
import { periodChoices } from '../../../forms/period-choices.js';
import { paths, unitPaths, withQuery } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../../route.js';
import type { Services } from '../../../services.js';
import { awardListShape } from '../../../shapes/award.js';
import { pagerOf } from '../../../views/pager.js';
import type { UnitDeclaration } from '../../../workspaces/unit-declaration.js';

/** A larger team is searched instead of listed. */
const LISTED = 60;

const awardQuery = z.object({
  /** Fill the form; `for` is whoever is meant, as the form names people. */
  personId: optionalField(idField('The id of a person.')),
  for: optionalField(searchField()),
  categoryCode: optionalField(z.string().max(60)),
  /** Narrow the list of what was granted. */
  person: optionalField(searchField()),
  category: optionalField(z.string().max(60)),
  quarter: optionalField(z.string().refine(isQuarterKey, { error: 'A quarter such as 2025-Q4.' })),
  ...pageFields,
});

type AwardQuery = z.output<typeof awardQuery>;
type Asked = Pick<RouteRequest, 'actor' | 'services'>;

/** What was granted, narrowed by the address; people are meant by id, employee id, address or name. */
async function given(unit: UnitDeclaration, { actor, services }: Asked, query: AwardQuery) {
  const { person, category, quarter, page: number, size } = query;
  const found = person === undefined ? undefined : await services.people.lookUp(person);
  return services.requests.givenAwards(
    actor,
    unit.unit,
    { personIds: found?.map(({ id }) => id), categoryCode: category, quarter },
    { number, size },
  );
}

/** The one whom the form is about, where that is clear already; in teams one of the team. */
async function meant(unit: UnitDeclaration, { actor, services }: Asked, text: unknown): Promise<Person | undefined> {
  if (typeof text !== 'string' || text === '') return undefined;
  const [only, ...others] = await services.people.lookUp(text);
  const foreign = unit.scope === 'team' && only?.managerId !== actor.personId;
  return others.length > 0 || foreign ? undefined : only;
}

/** How the form asks for the person: a list of the own team, or a search. */
async function peopleField(unit: UnitDeclaration, { actor, services }: Asked) {
  if (unit.scope !== 'team') return { people: await offeredPeople(services, undefined, actor.personId), list: false };
  const team = await services.people.reportsOf(actor.personId);
  const list = team.length <= LISTED;
  const options = team.map((person) => ({
    value: list ? person.id : personText(person),
    label: list ? `${person.name}, ${person.grade}` : `${person.grade}, ${person.department}`,
  }));
  return { people: options, list };
}

/** The form, and below it what was granted already. */
export async function awardFormPage(
  unit: UnitDeclaration,
  asked: Asked,
  query: AwardQuery,
  refusal?: Refusal,
): Promise<PageAnswer> {
  const { actor, services } = asked;
  const organization = await services.organizations.current();
  const field = await peopleField(unit, asked);
  const typed = refusal === undefined ? (query.personId ?? query.for) : formPerson(refusal);
  const person = await meant(unit, asked, typed);
  return {
    view: 'unit/awards/form',
    title: unit.awards?.label ?? 'Award points',
    breadcrumbs: [{ label: unit.label, href: unitPaths(unit.key).dashboard }],
    model: {
      unit,
      addresses: unitPaths(unit.key),
      categories: await services.requests.awardOptions(actor, unit.unit, person?.grade),
      field,
      person: person === undefined ? null : { name: person.name, grade: person.grade },
      today: await services.organizations.today(),
      windowDays: organization.settings.raiseWindowDays,
      values: {
        ...(refusal?.values ?? { categoryCode: query.categoryCode }),
        person: person === undefined ? typed : field.list ? person.id : personText(person),
      },
      // The field has the name of the text, whatever the refusal calls the person.
      errors: (refusal?.errors ?? []).map((error) =>
        error.path === 'personId' ? { ...error, path: 'person' } : error,
      ),
      message: refusal?.error.message ?? null,
      given: await givenModel(unit, asked, query),
    },
  };
}

/** Whom a refused form named, as text or by id. */
function formPerson({ values }: Refusal): unknown {
  return values['person'] ?? values['personId'];
}

/** An empty address: the form and the newest. */
export const NEWEST: AwardQuery = { page: 1, size: DEFAULT_PAGE_SIZE };

async function givenModel(unit: UnitDeclaration, asked: Asked, query: AwardQuery) {
  const { actor, services } = asked;
  const list: Page<GivenAward> = await given(unit, asked, query);
  const { page: _page, size, personId: _personId, for: _for, categoryCode: _code, ...conditions } = query;
  const { awards } = unitPaths(unit.key);
  const kept = { ...conditions, size: size === DEFAULT_PAGE_SIZE ? undefined : size };
  const to = (changes: Record<string, string | number | undefined>) => withQuery(awards, { ...kept, ...changes });
  const categories = await services.catalog.list({ unit: unit.unit, kind: 'award' });
  return {
    list,
    here: to({}),
    filter: { ...conditions, person: await personName(services, query.person) },
    without: {
      person: to({ person: undefined }),
      category: to({ category: undefined }),
      quarter: to({ quarter: undefined }),
    },
    clearHref: awards,
    categories: categories.map(({ code, name }) => ({ value: code, label: name })),
    quarters: (await periodChoices(services)).filter(({ value }) => isQuarterKey(value)),
    hrefs: new Map(list.items.map((award) => [award.id, personHref(unit, actor.personId, award)])),
    pager: pagerOf(list.page, (page) => to({ page })),
  };
}

async function personName(services: Services, text: string | undefined): Promise<string | undefined> {
  return text !== undefined && isId(text) ? ((await services.people.find(text))?.name ?? text) : text;
}

/**
 * Where the viewer may surely look at somebody's figures: managers as long as the person is in the team, others of a unit
 * where they granted the award themselves.
 */
function personHref(unit: UnitDeclaration, viewerId: string, { person, by }: GivenAward): string | null {
  if (unit.key === 'hr') return paths.hr.person(person.id);
  const mayLook = unit.people === 'team' ? person.managerId === viewerId : by.id === viewerId;
  if (unit.people === undefined || !mayLook) return null;
  return unitPaths(unit.key).employee(person.id);
}

export function awardFormRoute(unit: UnitDeclaration): Route {
  return route({
    method: 'GET',
    path: unitPaths(unit.key).awards,
    permission: 'awards:grant',
    unit: unit.unit,
    summary: `Categories in which ${unit.label} grants points, what they are worth for somebody, and what was granted.`,
    query: awardQuery,
    output: awardListShape,
    handler: async ({ actor, query, services }) => {
      const person = await meant(unit, { actor, services }, query.personId ?? query.for);
      return {
        categories: await services.requests.awardOptions(actor, unit.unit, person?.grade),
        person: person ?? null,
        ...(await given(unit, { actor, services }, query)),
      };
    },
    page: (_data, request) => awardFormPage(unit, request, request.query),
  });
}
