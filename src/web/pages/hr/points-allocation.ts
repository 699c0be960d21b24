import { z } from 'zod';
import { idField, lineField, optionalField } from '../../../kernel/fields.js';
import { newUuid } from '../../../kernel/ids.js';
import { periodOfDate } from '../../../kernel/period.js';
import { personText } from '../../../modules/people/index.js';
import { awardInput } from '../../../modules/requests/index.js';
import { choosePeople, offeredPeople } from '../../forms/choose-person.js';
import { paths } from '../../paths.js';
import { route, type PageAnswer, type Refusal, type Route } from '../../route.js';
import type { Services } from '../../services.js';
import { categoryShape } from '../../shapes/category.js';
import { personSummary } from '../../shapes/common.js';
import { oneEntryShape } from '../../shapes/entry.js';
import type { WorkspacePage } from '../../workspaces/workspace.js';

const permission = 'awards:grant';
const unit = 'hr';

export const allocationPages: readonly WorkspacePage[] = [
  { label: 'Allocate points', href: paths.hr.pointsAllocation, permission },
];

/** What the form says; the person as text, which the server finds. */
const allocationInput = awardInput
  .omit({ personId: true })
  .extend({ person: lineField(200, 'Name the person: a name, an e-mail address or an employee id.') });

function offered({ catalog }: Services) {
  return catalog.list({ unit, status: 'active', kind: 'award' });
}

async function allocationPage(services: Services, values: Refusal['values'], refusal?: Refusal): Promise<PageAnswer> {
  const organization = await services.organizations.current();
  const personId = values['personId'];
  const known = typeof personId === 'string' ? await services.people.find(personId) : undefined;
  return {
    view: 'hr/allocation/form',
    title: 'Allocate points',
    model: {
      categories: await offered(services),
      people: await offeredPeople(services, undefined),
      today: await services.organizations.today(),
      windowDays: organization.settings.raiseWindowDays,
      values: { ...values, ...(known !== undefined && { person: personText(known) }) },
      // The field has the name of the text, whatever the refusal calls the person.
      errors: (refusal?.errors ?? []).map((error) =>
        error.path === 'personId' ? { ...error, path: 'person' } : error,
      ),
      message: refusal?.error.message ?? null,
    },
  };
}

export const allocationRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.hr.pointsAllocation,
    permission,
    unit,
    summary: 'Categories in which HR grants points, and the form for it.',
    query: z.object({ personId: optionalField(idField()), categoryCode: optionalField(z.string().max(60)) }),
    output: z.object({ categories: z.array(categoryShape) }),
    handler: async ({ services }) => ({ categories: await offered(services) }),
    page: (_data, { query, services }) => allocationPage(services, query),
  }),
  route({
    method: 'POST',
    path: paths.hr.pointsAllocationPreview,
    permission,
    unit,
    summary: 'What an allocation would be worth, for whom, in which period; grants nothing.',
    body: allocationInput,
    output: z.object({
      person: personSummary,
      categoryCode: z.string(),
      points: z.int(),
      period: z.string(),
      quarter: z.object({ before: z.int(), after: z.int() }),
    }),
    handler: async ({ actor, body: { person: text, ...award }, services }) => {
      const personId = (await choosePeople(services, [{ path: 'person', text }])).get('person') ?? '';
      const { person, category, worth, eventDate, quantity } = await services.requests.previewAward(actor, {
        ...award,
        personId,
        unit,
      });
      const { calendar } = await services.organizations.current();
      const period = periodOfDate(eventDate, calendar).quarter;
      const before = (await services.ledger.totals([personId], [period])).get(personId)?.[period]?.regular ?? 0;
      return {
        person,
        category,
        categoryCode: category.code,
        ...{ points: worth.points, value: worth.value, quantity, eventDate, period },
        quarter: { before, after: before + worth.points },
      };
    },
    page: (award, { body }) => ({
      view: 'hr/allocation/confirmation',
      title: 'Allocate points',
      model: { award, notes: body.notes, key: newUuid() },
    }),
    refused: (refusal, { services }) => allocationPage(services, refusal.values, refusal),
  }),
  route({
    method: 'POST',
    path: paths.hr.pointsAllocation,
    permission,
    unit,
    summary: 'Grants points in a category of HR; the server computes how many.',
    status: 201,
    idempotent: true,
    body: awardInput,
    output: oneEntryShape,
    handler: async ({ actor, body, services, idempotencyKey }) => {
      const entry = await services.requests.award(actor, { ...body, unit, idempotencyKey });
      const person = await services.people.byId(entry.personId);
      return { entry, name: person.name };
    },
    redirect: ({ entry, name }) => ({
      to: paths.hr.pointsAllocation,
      flash: { kind: 'success', text: `${name} got ${entry.points} points and is told so.` },
    }),
    refused: (refusal, { services }) => allocationPage(services, refusal.values, refusal),
  }),
];
