import type { Actor } from '../../kernel/actor.js';
import { BYTE_ORDER_MARK, csvLine } from '../../kernel/csv.js';
import { Forbidden } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { GRANT_CODE_NAMES, grantFromCode } from '../../kernel/units.js';
import { inSameContext } from '../../platform/request-context.js';
import type { PeopleParts } from './people-parts.js';
import type { PeopleModule, PersonFilter } from './people.module.js';
import { grantText } from './person.model.js';
import { mayAdministerPeople } from './person.policy.js';
import { isActive, type Person } from './person.js';

/** The columns of people files, so that a file can be changed and read again; `status` is only told. */
const COLUMNS = [
  'name',
  'email',
  'phone',
  'employee_id',
  'grade',
  'department',
  'location',
  'level',
  'manager',
  'dp',
  'grants',
  'joining_date',
  'exit_date',
  'status',
] as const;

const BATCH = 500;

const CODES: ReadonlyMap<string, string> = new Map(
  GRANT_CODE_NAMES.flatMap((code) => {
    const grant = grantFromCode(code);
    return grant === undefined ? [] : [[grantText(grant), code]];
  }),
);

export function createDirectoryCsv(
  { storage, outbox, organizations }: PeopleParts,
  queries: Pick<PeopleModule, 'byIds' | 'eachBatch'>,
): PeopleModule['directoryCsv'] {
  async function* linesOf(actor: Actor, filter: PersonFilter): AsyncGenerator<string> {
    const today = await organizations.today();
    let rows = 0;
    try {
      yield BYTE_ORDER_MARK + csvLine(COLUMNS);
      for await (const batch of queries.eachBatch(filter, BATCH)) {
        const superiors = await queries.byIds(
          batch.flatMap(({ managerId, dpId }) => [managerId, dpId]).filter((id) => id !== null),
        );
        rows += batch.length;
        yield batch.map((person) => csvLine(cellsOf(person, superiors, today))).join('');
      }
    } finally {
      // Also when the reader went away half-way: what was sent was taken.
      await storage.run(() =>
        outbox.record(actor, {
          type: 'export.taken',
          subject: { type: 'export', id: newId() },
          data: { format: 'csv', from: '', to: '', rows, what: 'people' },
          after: { filters: { ...filter } },
        }),
      );
    }
  }

  return (actor, filter) => {
    if (!mayAdministerPeople(actor)) throw new Forbidden();
    return inSameContext(linesOf(actor, filter));
  };
}

function cellsOf(person: Person, superiors: ReadonlyMap<string, Person>, today: LocalDate): string[] {
  const employeeIdOf = (id: string | null) => (id === null ? '' : (superiors.get(id)?.employeeId ?? ''));
  return [
    person.name,
    person.email,
    person.phone,
    person.employeeId,
    person.grade,
    person.department,
    person.location,
    person.level,
    employeeIdOf(person.managerId),
    employeeIdOf(person.dpId),
    person.grants.map((grant) => CODES.get(grantText(grant)) ?? grantText(grant)).join(','),
    person.joiningDate,
    person.exitDate ?? '',
    isActive(person, today) ? 'active' : 'deactivated',
  ];
}
