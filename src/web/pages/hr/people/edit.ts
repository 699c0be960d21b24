import { z } from 'zod';
import { isId } from '../../../../kernel/ids.js';
import { personEditInput, personText, type Person } from '../../../../modules/people/index.js';
import { paths } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import type { Services } from '../../../services.js';
import { onePersonShape } from '../../../shapes/person.js';
import { chooseSuperiors, editPage, withAllProblems } from './person-form.js';
import { presentPerson } from './present-people.js';

const permission = 'people:administer';
export const personParams = z.object({ id: z.string().refine(isId) });

/** The person as the form's texts. */
async function formOf(services: Services, person: Person) {
  const { id, name, revision, email, phone, employeeId, grade, department, location, level, joiningDate } = person;
  const superiors = await services.people.byIds([person.managerId, person.dpId].filter((one) => one !== null));
  const named = (superiorId: string | null) => {
    const superior = superiorId === null ? undefined : superiors.get(superiorId);
    return superior === undefined ? '' : personText(superior);
  };
  const values = {
    ...{ name, email, phone, employeeId, grade, department, location, level, joiningDate },
    exitDate: person.exitDate ?? '',
    manager: named(person.managerId),
    dp: named(person.dpId),
  };
  return { id, name, revision, values };
}

export const editRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.hr.personEdit(),
    permission,
    unit: 'hr',
    summary: 'The form with which a person is edited.',
    params: personParams,
    output: onePersonShape,
    handler: async ({ params: { id }, services }) => ({
      person: await presentPerson(services, await services.people.byId(id)),
    }),
    page: async ({ person }, { services }) =>
      editPage(services, await formOf(services, await services.people.byId(person.id))),
  }),
  route({
    method: 'POST',
    path: paths.hr.personEdit(),
    stepUp: true,
    permission,
    unit: 'hr',
    summary: 'Changes the fields given; with a revision, only if nobody else was faster.',
    params: personParams,
    body: personEditInput,
    output: onePersonShape,
    handler: async ({ actor, params: { id }, body, services }) => {
      await services.people.byId(id);
      const superiors = await withAllProblems(
        chooseSuperiors(services, body.superiors),
        async () => (await services.people.checkEdits([{ id, changes: body.changes }]))[0] ?? [],
      );
      const person = await services.people.edit(
        actor,
        id,
        { ...body.changes, ...superiors },
        { revision: body.revision },
      );
      return { person: await presentPerson(services, person) };
    },
    redirect: ({ person }) => ({
      to: paths.hr.person(person.id),
      flash: { kind: 'success', text: `The changes of ${person.name} are saved.` },
    }),
    refused: async (refusal, { params: { id }, services }) =>
      editPage(services, await formOf(services, await services.people.byId(id)), refusal),
  }),
];
