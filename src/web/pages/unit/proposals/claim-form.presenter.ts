import { addDays, yearMonthOf, type LocalDate } from '../../../../kernel/local-date.js';
import { duplicatesOf, keptFiles } from '../../../forms/claim-files.js';
import { paths, unitPaths } from '../../../paths.js';
import type { PageAnswer, Refusal, RouteRequest } from '../../../route.js';
import type { ClaimDesk } from './claim-desk.js';
import { personChoice } from './claim-person.js';

type Asked = Pick<RouteRequest, 'actor' | 'services'>;
type Values = Readonly<Record<string, unknown>>;

/** The form with what may be claimed for whom; after a refusal with everything that was typed. */
export async function claimFormPage(
  desk: ClaimDesk,
  { actor, services }: Asked,
  values: Values,
  refusal?: Refusal,
): Promise<PageAnswer> {
  const person = await personChoice(services, actor, values);
  const { unit, way, addresses } = desk;
  return {
    view: 'unit/proposals/form',
    title: way === 'proposed' ? 'Propose points' : 'Raise for others',
    breadcrumbs: trailOf(desk),
    model: {
      ...deskFacts(desk),
      ...refusalFacts(refusal),
      values: withMonth(values),
      person,
      options: await services.requests.optionsForOthers(
        actor,
        unit.unit,
        way,
        person.known && { personId: person.known.id },
      ),
      lists: (await services.organizations.current()).lists,
      ...(await windowFacts(services)),
      files: desk.evidence ? await keptFiles(actor.personId, values['attachmentIds'], services) : [],
      addresses,
      directory: paths.people.search,
    },
  };
}

/** Where the page stands, from the unit's dashboard on. */
export function trailOf({ unit, way, addresses }: ClaimDesk, list = false) {
  const label = way === 'proposed' ? 'My proposals' : 'Raised for others';
  return [
    { label: unit.label, href: unitPaths(unit.key).dashboard },
    ...(list ? [] : [{ label, href: addresses.list }]),
  ];
}

/** What templates have to know of a desk. */
export function deskFacts({ unit, way, period, evidence, decider, addresses }: ClaimDesk) {
  return { unit, way, period, evidence, decider, addresses };
}

/** What is wrong, at the fields of the form: it knows the person as a text. */
export function refusalFacts(refusal: Refusal | undefined) {
  return {
    errors: (refusal?.errors ?? []).map((error) => (error.path === 'personId' ? { ...error, path: 'person' } : error)),
    message: refusal?.error.message ?? null,
    duplicates: duplicatesOf(refusal),
  };
}

/** What the form says of time: today, how far back days and months may lie. */
export async function windowFacts(services: RouteRequest['services']) {
  const { settings } = await services.organizations.current();
  const today = await services.organizations.today();
  return {
    today,
    windowDays: settings.raiseWindowDays,
    months: monthsUpTo(today, settings.proposalWindowMonths),
  };
}

/** This month and so many before it, latest first, as `YYYY-MM`. */
function monthsUpTo(today: LocalDate, back: number): string[] {
  const months = [yearMonthOf(today)];
  while (months.length <= back) months.push(yearMonthOf(addDays(`${months.at(-1) ?? ''}-01`, -1)));
  return months;
}

/** A day that was named before is a month in a form that asks for months. */
function withMonth(values: Values): Values {
  const { month, eventDate } = values;
  return { ...values, month: month ?? (typeof eventDate === 'string' ? eventDate.slice(0, 7) : undefined) };
}
