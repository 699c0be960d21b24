import { operator } from '../../platform/storage/index.js';
import { ends, endsAdministration, type EditSurroundings, type GoodShape } from './judge-edits.js';
import { administratorRemains, isAdministrator, staysAdministrator } from './last-administrator.js';
import { findCircles } from './reporting-circle.js';
import { countDependentsOf } from './open-work.js';
import type { PeopleParts } from './people-parts.js';
import type { PeopleModule } from './people.module.js';
import type { PersonRecord } from './person.model.js';
import type { Superior } from './person.policy.js';
import { isActive } from './person.js';

/** Reads what judging needs, for all edits at once. `claim` as for the last administrator: true inside a transaction. */
export async function surroundingsOfEdits(
  parts: PeopleParts,
  queries: Pick<PeopleModule, 'byIds'>,
  edits: readonly GoodShape[],
  claim: boolean,
): Promise<EditSurroundings> {
  const { organizations, people, openItems } = parts;
  const { lists } = await organizations.fresh();
  const today = await organizations.today();
  const changing = (field: GoodShape['changed'][number]) => edits.filter(({ changed }) => changed.includes(field));

  const owners = async (field: 'email' | 'employeeId'): Promise<Map<string, string>> => {
    const wanted = changing(field).map(({ after }) => after[field]);
    if (wanted.length === 0) return new Map();
    const records = await people
      .find({ [field]: operator({ $in: wanted }) })
      .select({ email: 1, employeeId: 1 })
      .lean<Pick<PersonRecord, '_id' | 'email' | 'employeeId'>[]>();
    return new Map(records.map((record) => [record[field], record._id]));
  };

  const leaving = edits.filter((edit) => ends(edit, today));
  const losing = [...new Set([...leaving, ...changing('grants')])].map(({ person }) => person.id);
  const waiting = new Map<string, number>();
  // Few leave at once, and each is asked about for itself. One after the other: this may be a transaction.
  for (const { person } of leaving) waiting.set(person.id, await openItems.count(person.id));

  const goingAdministrators = edits.filter((edit) => endsAdministration(edit, today)).map(({ person }) => person);
  const forGood = goingAdministrators.some((person) => staysAdministrator(person, today));
  const remains = forGood ? staysAdministrator : isAdministrator;
  const others = edits.some(({ person, after }) => remains({ ...after, status: person.status }, today));
  const ending = goingAdministrators.map(({ id }) => id);
  const leavingIds = leaving.map(({ person }) => person.id);
  return {
    lists,
    today,
    emailOwners: await owners('email'),
    employeeIdOwners: await owners('employeeId'),
    superiors: await superiorsOf(queries, edits, today),
    inCircle: await findCircles(
      people,
      new Map(
        changing('managerId')
          // Who is his or her own manager is told so in other words.
          .filter(({ person, after }) => person.id !== after.managerId)
          .map(({ person, after }) => [person.id, after.managerId]),
      ),
    ),
    dependents: await countDependentsOf(parts, losing, {
      manager: [...leavingIds, ...changing('managerId').map(({ person }) => person.id)],
      dp: [...leavingIds, ...changing('dpId').map(({ person }) => person.id)],
    }),
    openItems: waiting,
    administratorRemains:
      ending.length === 0 || others || (await administratorRemains(parts, ending, { claim, forGood })),
  };
}

/** Everybody whom the edits name as manager or dp, as they are afterwards. */
async function superiorsOf(
  queries: Pick<PeopleModule, 'byIds'>,
  edits: readonly GoodShape[],
  today: string,
): Promise<Map<string, Superior>> {
  const named = edits.flatMap(({ changed, after }) => [
    ...(changed.includes('managerId') ? [after.managerId] : []),
    ...(changed.includes('dpId') ? [after.dpId] : []),
  ]);
  const known = await queries.byIds([...new Set(named.filter((id) => id !== null))]);
  const superiors = new Map<string, Superior>();
  for (const { id, name, grants, ...person } of known.values()) {
    superiors.set(id, { name, grants, active: isActive(person, today) });
  }
  for (const { person, after } of edits) {
    if (!superiors.has(person.id)) continue;
    const active = isActive({ status: person.status, exitDate: after.exitDate }, today);
    superiors.set(person.id, { name: after.name, grants: after.grants, active });
  }
  return superiors;
}
