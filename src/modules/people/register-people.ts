import { systemActor, type Actor } from '../../kernel/actor.js';
import { Conflict, Forbidden } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { operator } from '../../platform/storage/index.js';
import { passwordProblem } from './access/password.policy.js';
import { assertGoodPassword, ownerOf } from './access/passwords.js';
import type { PasswordHashing } from './access/password-hash.js';
import { checkNewPeople, shapePerson, type CheckedPerson, type Surroundings } from './check-new-people.js';
import { duplicateProblem } from './duplicate-person.js';
import type { PeopleParts } from './people-parts.js';
import type { BatchOptions, PeopleModule } from './people.module.js';
import { firstAdministrator, recordOf } from './new-person.js';
import { toPerson, type PersonRecord } from './person.model.js';
import { isActive, type NewPerson, type Person } from './person.js';
import { assertNoProblems, fieldProblem, invalid, type PathOf } from './person-refusal.js';
import { mayAdministerPeople, type Superior } from './person.policy.js';
import type { ShapedPerson } from './person.schema.js';

type Registration = Pick<PeopleModule, 'register' | 'registerMany' | 'registerFirstAdministrator' | 'check'>;

export function createRegistration(parts: PeopleParts, hashing: PasswordHashing): Registration {
  const { storage, outbox, clock, organizations, people, credentials } = parts;

  async function surroundingsOf(shapes: readonly CheckedPerson[]): Promise<Surroundings> {
    // Read anew: a value that is removed at this moment must not be given to anybody.
    const { lists } = await organizations.fresh();
    const today = await organizations.today();
    const shaped = shapes.flatMap((shape) => shape.shaped ?? []);
    const superiorIds = shaped.flatMap(({ managerId, dpId }) => [managerId, dpId]).filter((id) => id !== null);
    const superiors = await people.find({ _id: operator({ $in: [...new Set(superiorIds)] }) }).lean<PersonRecord[]>();
    return {
      lists,
      today,
      takenEmails: new Set(
        await people.distinct('email', { email: operator({ $in: shaped.map(({ email }) => email) }) }),
      ),
      takenEmployeeIds: new Set(
        await people.distinct('employeeId', {
          employeeId: operator({ $in: shaped.map(({ employeeId }) => employeeId) }),
        }),
      ),
      superiors: new Map(superiors.map((record) => [record._id, superiorOf(record, today)])),
    };
  }

  async function check(inputs: readonly NewPerson[]): Promise<CheckedPerson[]> {
    const shapes = inputs.map(shapePerson);
    return checkNewPeople(shapes, await surroundingsOf(shapes));
  }

  async function store(actor: Actor, shaped: readonly ShapedPerson[], options: BatchOptions): Promise<Person[]> {
    const { initialPasswordHash, mustChangePassword = true } = options;
    const now = clock.now();
    const pairs = shaped.map((person) => {
      const hash = person.passwordHash ?? initialPasswordHash;
      const record = recordOf(
        person,
        actor.organizationId,
        person.id ?? newId(now),
        hash !== undefined && mustChangePassword,
      );
      return { record, hash };
    });
    await people.insertMany(
      pairs.map(({ record }) => record),
      { lean: true },
    );
    const secrets = pairs.flatMap(({ record: { _id, organization }, hash }) =>
      hash === undefined ? [] : [{ _id, organization, hash, previous: [], changedAt: now }],
    );
    if (secrets.length > 0) await credentials.insertMany(secrets, { lean: true });
    const registered = pairs.map(({ record }) => toPerson(record));
    await outbox.record(
      actor,
      ...registered.map((person) => ({
        type: 'person.registered' as const,
        subject: { type: 'person', id: person.id },
        data: { employeeId: person.employeeId },
        after: { ...person },
      })),
    );
    return registered;
  }

  async function registerAll(
    actor: Actor,
    inputs: readonly NewPerson[],
    options: BatchOptions,
    pathOf: PathOf,
  ): Promise<Person[]> {
    if (!mayAdministerPeople(actor)) throw new Forbidden();
    if (inputs.length === 0) return [];
    try {
      return await storage.run(async () => {
        const checked = await check(inputs);
        assertNoProblems(checked, pathOf);
        return store(
          actor,
          checked.flatMap(({ shaped }) => shaped ?? []),
          options,
        );
      });
    } catch (error) {
      const duplicate = duplicateProblem(error);
      if (duplicate === undefined) throw error;
      throw invalid([{ ...duplicate.problem, path: pathOf(duplicate.row, duplicate.problem.path) }]);
    }
  }

  /** Judges the password together with the rest, so that everything is said at once. */
  async function hashOf(input: NewPerson, password: string): Promise<string> {
    const { id: organizationId } = await organizations.current();
    const owner = await ownerOf(parts, { name: input.name, email: input.email, organizationId });
    const message = passwordProblem(password, owner);
    if (message !== undefined) {
      const [checked] = await check([input]);
      throw invalid([...(checked?.problems ?? []), { code: 'password.not_accepted', path: 'password', message }]);
    }
    return hashing.hash(password);
  }

  return {
    check: async (inputs) => (await check(inputs)).map(({ problems }) => problems.map(fieldProblem)),
    registerMany: (actor, inputs, options = {}) => registerAll(actor, inputs, options, (row, path) => `${row}.${path}`),
    async register(actor, input, { password } = {}) {
      if (!mayAdministerPeople(actor)) throw new Forbidden();
      const passwordHash = password === undefined ? undefined : await hashOf(input, password);
      const newcomer = passwordHash === undefined ? input : { ...input, passwordHash };
      const [person] = await registerAll(actor, [newcomer], {}, (_row, path) => path);
      if (person === undefined) throw new Error('a registration without a person');
      return person;
    },
    async registerFirstAdministrator(input, { by } = {}) {
      const organization = await organizations.current();
      assertGoodPassword(input.password, { ...input, organizationName: organization.name }, 'password');
      const passwordHash = await hashing.hash(input.password);
      const newcomer = firstAdministrator(input, organization.lists, await organizations.today(), passwordHash);
      return storage.run(async () => {
        if (by === undefined && (await people.countDocuments({})) > 0) {
          throw new Conflict('people.not_empty', 'This organization has its first administrator already.');
        }
        const actor = by ?? systemActor(organization.id, 'setup');
        const [person] = await registerAll(actor, [newcomer], { mustChangePassword: false }, (_row, path) => path);
        if (person === undefined) throw new Error('a registration without a person');
        return person;
      });
    },
  };
}

function superiorOf(record: PersonRecord, today: LocalDate): Superior {
  const { name, grants, ...person } = toPerson(record);
  return { name, grants, active: isActive(person, today) };
}
