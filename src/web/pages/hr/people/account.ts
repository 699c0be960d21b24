import { z } from 'zod';
import { NotFound } from '../../../../kernel/errors.js';
import { idField } from '../../../../kernel/fields.js';
import { exitInput, grantsInput, initialPasswordInput, reactivationInput } from '../../../../modules/people/index.js';
import { paths } from '../../../paths.js';
import { route, type Flash, type Route } from '../../../route.js';
import { onePersonShape } from '../../../shapes/person.js';
import { personParams } from './edit.js';
import { refusedOnPersonPage } from './person-page.js';
import { presentPerson, type ShownPerson } from './present-people.js';

const permission = 'people:administer';
const done = z.object({ done: z.boolean() });

function backTo(id: string, text: string): { to: string; flash: Flash } {
  return { to: paths.hr.person(id), flash: { kind: 'success', text } };
}

function exitText({ name, status, exitDate }: ShownPerson): string {
  if (exitDate === null) return `${name} has no exit date any more.`;
  return status === 'deactivated'
    ? `${name} is gone since ${exitDate}; the account is ended.`
    : `The exit date of ${name} is ${exitDate}.`;
}

/** What is done to an account from the person's page. */
export const accountRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: paths.hr.personGrants(),
    permission,
    unit: 'hr',
    summary: 'Sets all grants of a person.',
    stepUp: true,
    params: personParams,
    body: grantsInput,
    output: onePersonShape,
    handler: async ({ actor, params: { id }, body: { grants, revision }, services }) => {
      const person = await services.people.changeGrants(actor, id, grants, { revision });
      return { person: await presentPerson(services, person) };
    },
    redirect: ({ person }) => backTo(person.id, `The grants of ${person.name} are saved.`),
    refused: refusedOnPersonPage,
  }),
  route({
    method: 'POST',
    path: paths.hr.personExit(),
    stepUp: true,
    permission,
    unit: 'hr',
    summary: 'Sets or clears the exit date; a day in the past ends the account at once.',
    params: personParams,
    body: exitInput,
    output: onePersonShape,
    handler: async ({ actor, params: { id }, body: { exitDate, revision }, services }) => {
      const person = await services.people.edit(actor, id, { exitDate }, { revision });
      return { person: await presentPerson(services, person) };
    },
    redirect: ({ person }) => backTo(person.id, exitText(person)),
    refused: refusedOnPersonPage,
  }),
  route({
    method: 'POST',
    path: paths.hr.personReactivation(),
    stepUp: true,
    permission,
    unit: 'hr',
    summary: 'Lets a deactivated person back in and clears an exit date that has passed.',
    params: personParams,
    body: reactivationInput,
    output: onePersonShape,
    handler: async ({ actor, params: { id }, body: { reason }, services }) => ({
      person: await presentPerson(services, await services.people.reactivate(actor, id, reason)),
    }),
    redirect: ({ person }) => backTo(person.id, `${person.name} can sign in again.`),
    refused: refusedOnPersonPage,
  }),
  route({
    method: 'POST',
    path: paths.hr.personInitialPassword(),
    ofAccounts: true,
    permission,
    unit: 'hr',
    summary: 'Sets a password that has to be changed at the next sign-in; ends all sessions.',
    stepUp: true,
    params: personParams,
    body: initialPasswordInput,
    output: done,
    handler: async ({ actor, params: { id }, body: { password }, services }) => {
      await services.people.byId(id);
      await services.people.access.setPassword(actor, id, password, { initial: true });
      return { done: true };
    },
    redirect: (_data, { params: { id } }) =>
      backTo(id, 'The initial password is set. Tell it to the person in private.'),
    refused: refusedOnPersonPage,
  }),
  route({
    method: 'POST',
    path: paths.hr.personSessionsEnd(),
    ofAccounts: true,
    permission,
    unit: 'hr',
    summary: 'Ends every session and token of a person.',
    params: personParams,
    body: z.strictObject({}),
    output: done,
    handler: async ({ actor, params: { id }, services }) => {
      await services.people.byId(id);
      await services.people.access.endSessions(actor, id, 'ended by HR administration');
      return { done: true };
    },
    redirect: (_data, { params: { id } }) => backTo(id, 'All sessions are ended.'),
  }),
  route({
    method: 'POST',
    path: paths.hr.personSessionEnd(),
    ofAccounts: true,
    permission,
    unit: 'hr',
    summary:
      'Ends one session, remembered browser or program of a person, by the id that the page of the person gives.',
    params: personParams,
    body: z.strictObject({ id: idField() }),
    output: done,
    handler: async ({ actor, params, body, services: { people } }) => {
      const { sessions, devices, programs } = await people.access.sessionsOf(actor, params.id);
      // Only of the person whose page it is: an id of somebody else's would end unseen.
      if (![...sessions, ...devices, ...programs].some(({ id }) => id === body.id)) {
        throw new NotFound('session.not_found', 'It is ended already.');
      }
      await people.access.endSession(actor, body.id);
      return { done: true };
    },
    redirect: (_data, { params: { id } }) => backTo(id, 'It is ended.'),
    refused: refusedOnPersonPage,
  }),
];
