import { z } from 'zod';
import { InvalidInput, type FieldProblem } from '../../../kernel/errors.js';
import { checkboxField, idField, optionalField, pageFields, searchField } from '../../../kernel/fields.js';
import { isLocalDate } from '../../../kernel/local-date.js';
import { CENTRAL_SORTS, type CentralFilter, type CentralSort } from '../../../modules/reports/index.js';

/** A day as it was typed; what is none is said beside the field, with everything else still there. */
const typedDay = () => optionalField(z.string().trim().max(40, { error: 'A day such as 2025-04-01.' }));

const filterFields = {
  q: optionalField(searchField()),
  department: optionalField(z.string().max(100)),
  grade: optionalField(z.string().max(20)),
  location: optionalField(z.string().max(100)),
  manager: optionalField(idField('An id of a manager.')),
  status: optionalField(z.enum(['active', 'deactivated', 'all'], { error: 'active, deactivated or all.' })).transform(
    (value) => value ?? 'active',
  ),
  eligible: checkboxField(),
  from: typedDay(),
  to: typedDay(),
  sort: optionalField(z.enum(CENTRAL_SORTS, { error: 'One of the columns that sort.' })),
  order: optionalField(z.enum(['asc', 'desc'], { error: 'asc or desc' })),
};

/** What central's table can be narrowed by; all of it stands in the address. */
export const centralQuery = z.object({ ...filterFields, ...pageFields });
export const centralPeopleBody = z.strictObject(filterFields);

export type CentralQuery = z.output<typeof centralQuery>;
type CentralFilterFields = z.output<typeof centralPeopleBody>;

/** The year's points first; days by name, since their order has to add up what everybody got in them. */
export function usualSort({ from, to }: Pick<CentralFilterFields, 'from' | 'to'>): CentralSort {
  return from === undefined && to === undefined ? 'year' : 'name';
}

/** @throws InvalidInput naming the days that are none */
export function centralFilter(fields: CentralFilterFields): CentralFilter {
  const { q, department, grade, location, manager, status, eligible, from, to, sort, order } = fields;
  const problems = Object.entries({ from, to }).flatMap(([path, value]): FieldProblem[] =>
    value === undefined || isLocalDate(value) ? [] : [{ path, message: 'Give a day that exists, as YYYY-MM-DD.' }],
  );
  if (problems.length > 0) throw new InvalidInput(problems);
  return {
    ...{ q, department, grade, location, status, eligible, from, to },
    sort: sort ?? usualSort(fields),
    managerId: manager,
    ...(order !== undefined && { descending: order === 'desc' }),
  };
}
