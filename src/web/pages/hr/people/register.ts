import { z } from 'zod';
import { registrationInput } from '../../../../modules/people/index.js';
import { paths } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { onePersonShape } from '../../../shapes/person.js';
import { chooseSuperiors, registrationPage, withAllProblems } from './person-form.js';
import { presentPerson } from './present-people.js';

const permission = 'people:administer';

export const registerRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.hr.registerEmployee,
    permission,
    unit: 'hr',
    summary: 'The form with which a person is registered, with the lists to choose from.',
    output: z.object({
      lists: z.object({
        grades: z.array(z.string()),
        departments: z.array(z.string()),
        locations: z.array(z.object({ name: z.string() })),
        levels: z.array(z.string()),
      }),
    }),
    handler: async ({ services }) => ({ lists: (await services.organizations.current()).lists }),
    page: (_data, { services }) => registrationPage(services),
  }),
  route({
    method: 'POST',
    path: paths.hr.registerEmployee,
    stepUp: true,
    permission,
    unit: 'hr',
    summary: 'Registers a person; takes the columns of people files. Without a password an invitation is mailed.',
    status: 201,
    body: registrationInput,
    output: onePersonShape,
    handler: async ({ actor, body, services }) => {
      const { managerId = null, dpId = null } = await withAllProblems(
        chooseSuperiors(services, body.superiors),
        async () => (await services.people.check([body.person]))[0] ?? [],
      );
      const person = await services.people.register(
        actor,
        { ...body.person, managerId, dpId },
        { password: body.password },
      );
      return { person: await presentPerson(services, person) };
    },
    redirect: ({ person }) => ({
      to: paths.hr.person(person.id),
      flash: { kind: 'success', text: `${person.name} is registered.` },
    }),
    refused: (refusal, { services }) => registrationPage(services, refusal),
  }),
];
