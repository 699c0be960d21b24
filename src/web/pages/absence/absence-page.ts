import {
  delegateField,
  type AbsenceOverview,
  type AbsencePreview,
  type AbsenceView,
} from '../../../modules/absences/index.js';
import { paths, withQuery } from '../../paths.js';
import type { PageAnswer, Refusal, RouteRequest } from '../../route.js';
import { pagerOf } from '../../views/pager.js';
import { personOf, type AbsenceScope } from './absence-scope.js';

export const PAST_SHOWN = 10;

export type Asking = Pick<RouteRequest, 'actor' | 'services'>;

/** What the form shows beside what is stored. */
interface FormState {
  readonly values?: Readonly<Record<string, unknown>>;
  readonly preview?: AbsencePreview;
  readonly refusal?: Refusal | undefined;
}

function formModel({ values, preview, refusal }: FormState) {
  return {
    values: refusal?.values ?? values ?? {},
    errors: refusal?.errors ?? [],
    message: refusal?.error.message ?? null,
    preview: preview ?? null,
    delegateField,
  };
}

/** Where HR administration came from. */
function toPerson({ id, name }: { readonly id: string; readonly name: string }) {
  return [
    { label: 'People', href: paths.hr.employees },
    { label: name, href: paths.hr.person(id) },
  ];
}

/** A person's absences with the form for another one. */
export async function listPage(
  scope: AbsenceScope,
  { actor, services }: Asking,
  overview: AbsenceOverview,
  state: FormState = {},
): Promise<PageAnswer> {
  const { person, past } = overview;
  const address = scope.list(person.id);
  return {
    view: 'absence/absences',
    title: scope.own ? 'Absence' : `Absence of ${person.name}`,
    ...(!scope.own && { breadcrumbs: toPerson(person) }),
    model: {
      ...formModel(state),
      overview,
      own: scope.own,
      self: person.id === actor.personId,
      here: address,
      today: await services.organizations.today(),
      action: address,
      previewAction: scope.preview(person.id),
      one: scope.one,
      cancellation: scope.cancellation,
      pager: pagerOf(past.page, (page) => withQuery(address, { page: page === 1 ? undefined : page })),
    },
  };
}

/** The same after a refused form or with a preview, for the person that the address names. */
export async function listPageOf(
  scope: AbsenceScope,
  asking: Asking,
  id: string | undefined,
  state: FormState,
): Promise<PageAnswer> {
  const { actor, services } = asking;
  const personId = personOf(scope, actor, id);
  return listPage(
    scope,
    asking,
    await services.absences.overview(actor, personId, { number: 1, size: PAST_SHOWN }),
    state,
  );
}

/** One absence with the form that changes it. */
export async function changePage(
  scope: AbsenceScope,
  { actor, services }: Asking,
  absence: AbsenceView,
  state: FormState = {},
): Promise<PageAnswer> {
  const overview = await services.absences.overview(actor, absence.person.id, { number: 1, size: 1 });
  const address = scope.list(absence.person.id);
  return {
    view: 'absence/absence',
    title: 'Change an absence',
    breadcrumbs: scope.own
      ? [{ label: 'Absence', href: address }]
      : [...toPerson(absence.person), { label: 'Absence', href: address }],
    model: {
      ...formModel({ values: valuesOf(absence), ...state }),
      overview,
      absence,
      own: scope.own,
      self: absence.person.id === actor.personId,
      today: await services.organizations.today(),
      action: scope.one(absence.id),
      previewAction: scope.onePreview(absence.id),
      cancellation: scope.cancellation(absence.id),
      back: address,
    },
  };
}

/** What the form would have sent for an absence as it stands. */
function valuesOf({ from, to, note, delegates }: AbsenceView): Record<string, string> {
  const named = delegates.map(({ unit, delegate }) => [delegateField(unit), delegate.id] as const);
  return { from, to, note, ...Object.fromEntries(named) };
}
