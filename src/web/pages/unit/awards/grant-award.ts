import { Conflict, InvalidInput } from '../../../../kernel/errors.js';
import { lineField } from '../../../../kernel/fields.js';
import { newUuid } from '../../../../kernel/ids.js';
import { periodOfDate } from '../../../../kernel/period.js';
import { personText } from '../../../../modules/people/index.js';
import { awardInput } from '../../../../modules/requests/index.js';
import { choosePeople } from '../../../forms/choose-person.js';
import { unitPaths } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../../route.js';
import { awardPreviewShape } from '../../../shapes/award.js';
import { oneEntryShape } from '../../../shapes/entry.js';
import type { UnitDeclaration } from '../../../workspaces/unit-declaration.js';
import { awardFormPage, NEWEST } from './award-form.js';

type Asked = Pick<RouteRequest, 'actor' | 'services'>;

/** What the form says; the person as text, which the server finds. */
const awardFormInput = awardInput
  .omit({ personId: true, checkDuplicates: true, acknowledgeDuplicate: true })
  .extend({ person: lineField(200, 'Name the person: a name, an e-mail address or an employee id.') });

/**
 * @throws InvalidInput at `person`; in teams everybody else is told like somebody who does not exist, so that nobody
 * finds out here who works elsewhere, under which employee id or address
 */
async function personOf(unit: UnitDeclaration, { actor, services }: Asked, text: string): Promise<string> {
  if (unit.scope !== 'team') return (await choosePeople(services, [{ path: 'person', text }])).get('person') ?? '';
  const found = await services.people.lookUp(text);
  const own = found.filter(({ id, managerId }) => id === actor.personId || managerId === actor.personId);
  const [only, ...others] = own;
  if (only !== undefined && others.length === 0) return only.id;
  const message =
    only === undefined
      ? 'There is no such person in your team.'
      : `“${text}” can be: ${own.map(personText).join(', ')}. Give the employee id.`;
  throw new InvalidInput([{ path: 'person', message }]);
}

type NewAward = Omit<ReturnType<typeof awardInput.parse>, 'checkDuplicates' | 'acknowledgeDuplicate'>;

/** Managers see all points of their people and HR administration everybody's; others what their unit gave. */
function looksAtAllPoints({ key, people }: UnitDeclaration): boolean {
  return key === 'hr' || people === 'team';
}

/** What an award would be, with the quarter that it changes. */
async function preview(unit: UnitDeclaration, { actor, services }: Asked, award: NewAward) {
  const checked = await services.requests.previewAward(actor, { ...award, unit: unit.unit });
  const { person, category, worth, eventDate, quantity, limit, duplicates } = checked;
  const { calendar } = await services.organizations.current();
  const period = periodOfDate(eventDate, calendar).quarter;
  const before = looksAtAllPoints(unit)
    ? ((await services.ledger.totals([person.id], [period])).get(person.id)?.[period]?.regular ?? 0)
    : null;
  return {
    person,
    category,
    categoryCode: category.code,
    ...{ points: worth.points, value: worth.value, quantity, eventDate, period, limit, duplicates },
    quarter: before === null ? null : { before, after: before + worth.points },
  };
}

type Preview = Awaited<ReturnType<typeof preview>>;

function reviewPage(unit: UnitDeclaration, award: Preview, notes: string, message: string | null = null): PageAnswer {
  const addresses = unitPaths(unit.key);
  return {
    view: 'unit/awards/confirmation',
    title: unit.awards?.label ?? 'Award points',
    breadcrumbs: [{ label: unit.label, href: addresses.dashboard }],
    model: { award, notes, addresses, key: newUuid(), message },
  };
}

export function awardPreviewRoute(unit: UnitDeclaration): Route {
  return route({
    method: 'POST',
    path: unitPaths(unit.key).awardPreview,
    permission: 'awards:grant',
    unit: unit.unit,
    summary: 'What an award would be worth, for whom, in which period, and what to know before; grants nothing.',
    body: awardFormInput,
    output: awardPreviewShape,
    handler: async ({ actor, body: { person, ...award }, services }) => {
      const personId = await personOf(unit, { actor, services }, person);
      return preview(unit, { actor, services }, { ...award, personId });
    },
    page: (award, { body }) => reviewPage(unit, award, body.notes),
    refused: (refusal, request) => awardFormPage(unit, request, NEWEST, refusal),
  });
}

export function awardRoute(unit: UnitDeclaration): Route {
  const addresses = unitPaths(unit.key);
  return route({
    method: 'POST',
    path: addresses.awards,
    permission: 'awards:grant',
    unit: unit.unit,
    summary: `Grants points in a category of ${unit.label}; the server computes how many.`,
    status: 201,
    idempotent: true,
    body: awardInput,
    output: oneEntryShape,
    handler: async ({ actor, body, services, idempotencyKey }) => {
      const entry = await services.requests.award(actor, { ...body, unit: unit.unit, idempotencyKey });
      const person = await services.people.byId(entry.personId);
      return { entry, name: person.name };
    },
    redirect: ({ entry, name }) => ({
      to: addresses.awards,
      flash: { kind: 'success', text: `${name} got ${entry.points} points and is told so.` },
    }),
    refused: (refusal, request) => refusedAward(unit, request, refusal),
  });
}

/** Something of that day came up since the review: it is shown again with it. Otherwise the form comes back. */
async function refusedAward(unit: UnitDeclaration, request: Asked, refusal: Refusal): Promise<PageAnswer> {
  const parsed = awardInput.safeParse(refusal.values);
  if (refusal.error instanceof Conflict && refusal.error.code === 'award.duplicate' && parsed.success) {
    const { checkDuplicates: _check, acknowledgeDuplicate: _acknowledge, ...award } = parsed.data;
    return reviewPage(unit, await preview(unit, request, award), award.notes, refusal.error.message);
  }
  return awardFormPage(unit, request, NEWEST, refusal);
}
