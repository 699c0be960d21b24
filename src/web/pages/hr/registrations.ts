import { z } from 'zod';
import { lineField, optionalField, pageFields, textField } from '../../../kernel/fields.js';
import { isId } from '../../../kernel/ids.js';
import {
  activationSchema,
  REGISTRATION_STATUSES,
  type Registration,
  type RegistrationStatus,
} from '../../../modules/people/index.js';
import { paths, withQuery } from '../../paths.js';
import { route, type PageAnswer, type Refusal, type Route } from '../../route.js';
import type { Services } from '../../services.js';
import { chooseSuperiors } from './people/person-form.js';
import { idShape, instantShape, pageShape } from '../../shapes/common.js';
import { DELIVERY_PARTNERS, MANAGERS, offeredPeople } from '../../forms/choose-person.js';
import { pagerOf } from '../../views/pager.js';
import type { WorkspacePage } from '../../workspaces/workspace.js';

const permission = 'people:administer';
const params = z.object({ id: z.string().refine(isId) });

export const registrationPages: readonly WorkspacePage[] = [
  { label: 'Registrations', group: 'People', href: paths.hr.registrations, permission },
];

const registrationShape = z.object({
  id: idShape,
  name: z.string(),
  email: z.string(),
  employeeId: z.string(),
  message: z.string(),
  status: z.enum(REGISTRATION_STATUSES),
  at: instantShape,
  decidedAt: instantShape.nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string(),
  personId: idShape.nullable(),
});

const statusOf = (query: { readonly status?: RegistrationStatus | undefined }) => query.status ?? 'waiting';

/** As `activationSchema`, with superiors as people write them: a name, an e-mail address or an employee id. */
const activationInput = activationSchema.omit({ managerId: true, dpId: true }).extend({
  manager: optionalField(lineField(254)),
  dp: optionalField(lineField(254)),
});

async function registrationPage(
  services: Services,
  registration: Registration,
  form?: 'activation' | 'refusal',
  refusal?: Refusal,
): Promise<PageAnswer> {
  const { lists } = await services.organizations.current();
  const { name, employeeId } = registration;
  const given = (wanted: 'activation' | 'refusal') => (form === wanted ? (refusal?.values ?? {}) : {});
  return {
    view: 'hr/registration',
    title: name,
    breadcrumbs: [{ label: 'Registrations', href: paths.hr.registrations }],
    model: {
      registration,
      lists,
      managers: await offeredPeople(services, MANAGERS),
      dps: await offeredPeople(services, DELIVERY_PARTNERS),
      form: form ?? null,
      activation: { name, employeeId, joiningDate: await services.organizations.today(), ...given('activation') },
      refusal: given('refusal'),
      // The fields of superiors have other names here than in the rules about them.
      errors: (refusal?.errors ?? []).map(({ path, message }) => ({
        path: path.replace(/^(manager|dp)Id$/, '$1'),
        message,
      })),
      message: refusal?.error.message ?? null,
    },
  };
}

export const registrationAdministrationRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.hr.registrations,
    permission,
    unit: 'hr',
    summary: 'People who registered themselves: those who wait, or those decided.',
    query: z.object({ ...pageFields, status: optionalField(z.enum(REGISTRATION_STATUSES)) }),
    output: pageShape(registrationShape),
    handler: ({ actor, query, services }) =>
      services.people.registrations.list(actor, statusOf(query), { number: query.page, size: query.size }),
    page: async (list, { query, services }) => {
      const status = statusOf(query);
      const href = (of: RegistrationStatus) =>
        withQuery(paths.hr.registrations, { status: of === 'waiting' ? undefined : of });
      const { settings } = await services.organizations.current();
      return {
        view: 'hr/registrations',
        title: 'Registrations',
        model: {
          list,
          status,
          open: settings.registrationOpen,
          here: withQuery(paths.hr.registrations, {
            status: query.status,
            page: query.page === 1 ? undefined : query.page,
          }),
          tabs: REGISTRATION_STATUSES.map((of) => ({ status: of, href: href(of), active: of === status })),
          pager: pagerOf(list.page, (page) => withQuery(href(status), { page })),
        },
      };
    },
  }),
  route({
    method: 'GET',
    path: paths.hr.registration(),
    permission,
    unit: 'hr',
    summary: 'One registration, with what HR administration can do about it.',
    params,
    output: z.object({ registration: registrationShape }),
    handler: async ({ actor, params: { id }, services }) => ({
      registration: await services.people.registrations.byId(actor, id),
    }),
    page: ({ registration }, { services }) => registrationPage(services, registration),
  }),
  route({
    method: 'POST',
    path: paths.hr.activation(),
    stepUp: true,
    permission,
    unit: 'hr',
    summary: 'Makes a person of a registration and mails the invitation.',
    status: 201,
    params,
    body: activationInput,
    output: z.object({
      person: z.object({ id: idShape, name: z.string(), email: z.string(), employeeId: z.string() }),
    }),
    handler: async ({ actor, params: { id }, body: { manager, dp, ...details }, services }) => {
      const { managerId, dpId } = await chooseSuperiors(services, { manager, dp });
      const superiors = { managerId: managerId ?? undefined, dpId: dpId ?? undefined };
      return { person: await services.people.registrations.activate(actor, id, { ...details, ...superiors }) };
    },
    redirect: ({ person }) => ({
      to: paths.hr.registrations,
      flash: { kind: 'success', text: `${person.name} has an account and gets a mail to choose a password.` },
    }),
    refused: async (refusal, { actor, params: { id }, services }) =>
      registrationPage(services, await services.people.registrations.byId(actor, id), 'activation', refusal),
  }),
  route({
    method: 'POST',
    path: paths.hr.refusal(),
    permission,
    unit: 'hr',
    summary: 'Refuses a registration; whoever registered is told, without the reason.',
    params,
    body: z.strictObject({ reason: textField(500, 'Give a reason; it stays in the audit.') }),
    output: z.object({ refused: z.boolean() }),
    handler: async ({ actor, params: { id }, body, services }) => {
      await services.people.registrations.refuse(actor, id, body.reason);
      return { refused: true };
    },
    redirect: () => ({
      to: paths.hr.registrations,
      flash: { kind: 'success', text: 'The registration is refused, and a mail says so.' },
    }),
    refused: async (refusal, { actor, params: { id }, services }) =>
      registrationPage(services, await services.people.registrations.byId(actor, id), 'refusal', refusal),
  }),
];
