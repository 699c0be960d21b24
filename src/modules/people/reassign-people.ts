import type { Actor } from '../../kernel/actor.js';
import { Forbidden, InvalidInput, NotFound, type FieldProblem } from '../../kernel/errors.js';
import { CIRCLE_PROBLEM, findCircles } from './reporting-circle.js';
import type { PeopleParts } from './people-parts.js';
import type { ManagerAssignment, PeopleModule } from './people.module.js';
import { isActive, type Person } from './person.js';
import { dpProblem, managerProblem, mayAdministerPeople, type Superior } from './person.policy.js';

interface Change {
  readonly person: Person;
  readonly managerId: string | null;
  readonly dpId: string | null;
}

export function createManagerAssignment(
  { storage, outbox, people, organizations, actors }: PeopleParts,
  queries: Pick<PeopleModule, 'byIds'>,
): PeopleModule['assignManagers'] {
  async function assign(actor: Actor, assignments: readonly ManagerAssignment[]): Promise<void> {
    const involved = assignments.flatMap(({ personId, managerId, dpId }) => [personId, managerId, dpId]);
    const known = await queries.byIds(involved.filter((id) => typeof id === 'string'));
    const today = await organizations.today();
    const superior = (id: string): Superior | undefined => {
      const person = known.get(id);
      return person && { name: person.name, grants: person.grants, active: isActive(person, today) };
    };
    const inCircle = await findCircles(people, newManagers(assignments));
    const problems = assignments.flatMap((assignment, row) => [
      ...problemsOf(assignment, row, superior),
      ...(inCircle.has(assignment.personId)
        ? [{ path: `${row}.${CIRCLE_PROBLEM.path}`, message: CIRCLE_PROBLEM.message }]
        : []),
    ]);
    if (problems.length > 0) throw new InvalidInput(problems);
    const changes = assignments.map((assignment) => changeOf(assignment, known.get(assignment.personId)));
    await people.bulkWrite(
      changes.map(({ person, managerId, dpId }) => ({
        updateOne: {
          filter: { _id: person.id },
          update: { $set: { manager: managerId, dp: dpId }, $inc: { revision: 1 } },
        },
      })),
    );
    await outbox.record(
      actor,
      ...changes.map(({ person, managerId, dpId }) => ({
        type: 'person.reassigned' as const,
        subject: { type: 'person', id: person.id },
        data: { managerId, dpId },
        before: { managerId: person.managerId, dpId: person.dpId },
        after: { managerId, dpId },
      })),
    );
    storage.afterCommit(() => {
      for (const { person } of changes) actors.forget(person.id);
    });
  }

  return async (actor, assignments) => {
    if (!mayAdministerPeople(actor)) throw new Forbidden();
    if (assignments.length > 0) await storage.run(() => assign(actor, assignments));
  };
}

function newManagers(assignments: readonly ManagerAssignment[]): Map<string, string | null> {
  return new Map(
    assignments.flatMap(({ personId, managerId }) =>
      // Who is his or her own manager is told so in other words.
      managerId === undefined || managerId === personId ? [] : [[personId, managerId] as const],
    ),
  );
}

function problemsOf(
  { personId, managerId, dpId }: ManagerAssignment,
  row: number,
  superior: (id: string) => Superior | undefined,
): FieldProblem[] {
  const manager = typeof managerId === 'string' ? managerProblem(personId, managerId, superior(managerId)) : undefined;
  const dp = typeof dpId === 'string' ? dpProblem(personId, dpId, superior(dpId)) : undefined;
  return [
    ...(manager === undefined ? [] : [{ path: `${row}.managerId`, message: manager.message }]),
    ...(dp === undefined ? [] : [{ path: `${row}.dpId`, message: dp.message }]),
  ];
}

function changeOf({ managerId, dpId }: ManagerAssignment, person: Person | undefined): Change {
  if (person === undefined) throw new NotFound('person.not_found', 'There is no such person.');
  return {
    person,
    managerId: managerId === undefined ? person.managerId : managerId,
    dpId: dpId === undefined ? person.dpId : dpId,
  };
}
