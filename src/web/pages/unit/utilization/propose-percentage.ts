import { z } from 'zod';
import { lineField, idField, optionalField } from '../../../../kernel/fields.js';
import { newUuid } from '../../../../kernel/ids.js';
import { spokenMonth } from '../../../../kernel/spoken-date.js';
import { utilizationPercent } from '../../../../kernel/utilization.js';
import { personText } from '../../../../modules/people/index.js';
import { proposeUtilizationInput } from '../../../../modules/requests/index.js';
import { choosePeople, offeredPeople } from '../../../forms/choose-person.js';
import { unitPaths, withQuery } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../../route.js';
import { onePercentageShape, utilizationOptionsShape, utilizationPreviewShape } from '../../../shapes/utilization.js';
import type { UnitDeclaration } from '../../../workspaces/unit-declaration.js';
import { monthField } from './utilization-months.js';

const permission = 'requests:propose';

/** What the form says; the person as text, which the server finds. */
const percentageFormInput = proposeUtilizationInput
  .omit({ personId: true })
  .extend({ person: lineField(200, 'Name the person: a name, an e-mail address or an employee id.') });

type Asked = Pick<RouteRequest, 'actor' | 'services'>;

async function optionsOf(unit: UnitDeclaration, { actor, services }: Asked, personId?: string) {
  const beneficiary = personId === undefined ? undefined : { personId };
  const { deciders } = await services.requests.optionsForOthers(actor, unit.unit, 'proposed', beneficiary);
  return { ...(await services.requests.utilizationWindow()), validators: deciders };
}

/** The months of the window, latest first. */
function monthsBetween({ earliest, latest }: { readonly earliest: string; readonly latest: string }): string[] {
  const months: string[] = [];
  for (let at = Number(latest.slice(0, 4)) * 12 + Number(latest.slice(5)) - 1; months.at(-1) !== earliest; at -= 1) {
    months.push(`${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`);
  }
  return months;
}

async function formPage(
  unit: UnitDeclaration,
  asked: Asked,
  values: Readonly<Record<string, unknown>>,
  refusal?: Refusal,
): Promise<PageAnswer> {
  const { actor, services } = asked;
  const addresses = unitPaths(unit.key);
  const typed = values['personId'] ?? values['person'];
  const [known, ...others] = typeof typed === 'string' && typed !== '' ? await services.people.lookUp(typed) : [];
  const person = others.length === 0 ? known : undefined;
  const options = await optionsOf(unit, asked, person?.id);
  const taken = refusal?.error.extra['requestId'];
  return {
    view: 'unit/utilization/form',
    title: 'Propose utilization',
    breadcrumbs: [
      { label: unit.label, href: addresses.dashboard },
      { label: 'Utilization', href: addresses.utilization },
    ],
    model: {
      unit,
      addresses,
      months: monthsBetween(options),
      validators: options.validators,
      people: await offeredPeople(services, undefined, actor.personId),
      values: { ...values, person: person === undefined ? typed : personText(person) },
      errors: (refusal?.errors ?? []).map((error) =>
        error.path === 'personId' ? { ...error, path: 'person' } : error,
      ),
      message: refusal?.error.message ?? null,
      taken: typeof taken === 'string' ? addresses.request(taken) : null,
    },
  };
}

/** One percentage at a time: form, review, proposal. */
export function proposePercentageRoutes(unit: UnitDeclaration): readonly Route[] {
  const addresses = unitPaths(unit.key);
  return [
    route({
      method: 'GET',
      path: addresses.newUtilization,
      permission,
      unit: unit.unit,
      summary: 'Months for which a percentage can be proposed, and who may decide it.',
      query: z.object({
        personId: optionalField(idField('The id of a person.')),
        month: optionalField(monthField()),
        validatorId: optionalField(idField('The id of a validator.')),
      }),
      output: utilizationOptionsShape,
      handler: ({ actor, query, services }) => optionsOf(unit, { actor, services }, query.personId),
      page: (_options, { actor, query, services }) => formPage(unit, { actor, services }, query),
    }),
    route({
      method: 'POST',
      path: addresses.utilizationPreview,
      permission,
      unit: unit.unit,
      summary: 'How a typed percentage is understood and what it does to the quarter; stores nothing.',
      body: percentageFormInput,
      output: utilizationPreviewShape,
      handler: async ({ actor, body: { person: text, ...input }, services }) => {
        const personId = (await choosePeople(services, [{ path: 'person', text }])).get('person') ?? '';
        const preview = await services.requests.previewUtilization(actor, { ...input, personId });
        return { ...preview, percent: utilizationPercent(preview.basisPoints) };
      },
      page: (preview, { body }) => ({
        view: 'unit/utilization/confirmation',
        title: 'Propose utilization',
        breadcrumbs: [
          { label: unit.label, href: addresses.dashboard },
          { label: 'Utilization', href: addresses.utilization },
        ],
        model: { preview, validatorId: body.validatorId, addresses, key: newUuid() },
      }),
      refused: (refusal, request) => formPage(unit, request, refusal.values, refusal),
    }),
    route({
      method: 'POST',
      path: addresses.utilization,
      permission,
      unit: unit.unit,
      summary: 'Proposes the billable percentage of somebody’s month; one for each person and month.',
      status: 201,
      idempotent: true,
      body: proposeUtilizationInput,
      output: onePercentageShape,
      handler: async ({ actor, body, services }) => ({
        request: await services.requests.proposeUtilization(actor, body),
      }),
      redirect: ({ request }, { body }) => ({
        to: withQuery(addresses.utilization, { month: body.month, q: request.person.name }),
        flash: {
          kind: 'success',
          text: `${utilizationPercent(request.utilization?.basisPoints ?? 0).toFixed(1)}% in ${spokenMonth(body.month)} is proposed for ${request.person.name}. It waits for ${request.approver.name}.`,
        },
      }),
      refused: (refusal, request) => formPage(unit, request, refusal.values, refusal),
    }),
  ];
}
