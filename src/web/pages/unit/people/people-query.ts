import { z } from 'zod';
import { checkboxField, optionalField, pageFields, searchField, wholeNumberField } from '../../../../kernel/fields.js';
import { OWN_PEOPLE_SORTS, type OwnPeopleFilter } from '../../../../modules/reports/index.js';

const filterFields = {
  year: optionalField(wholeNumberField(1900, 2999)),
  q: optionalField(searchField()),
  department: optionalField(z.string().max(100)),
  grade: optionalField(z.string().max(100)),
  location: optionalField(z.string().max(100)),
  status: optionalField(z.enum(['active', 'deactivated', 'all'], { error: 'active, deactivated or all.' })).transform(
    (value) => value ?? 'active',
  ),
  below: checkboxField(),
  sort: optionalField(z.enum(OWN_PEOPLE_SORTS, { error: 'One of the columns that sort.' })).transform(
    (value) => value ?? 'name',
  ),
};

/** What the people of a unit can be narrowed by; all of it stands in the address. */
export const peopleQuery = z.object({ ...filterFields, ...pageFields });
export const peopleExportBody = z.strictObject(filterFields);

export type PeopleQuery = z.output<typeof peopleQuery>;
type PeopleFilter = z.output<typeof peopleExportBody>;

export function filterOf({ below, status, ...rest }: PeopleFilter): OwnPeopleFilter {
  return { ...rest, belowMinimum: below, status: status === 'all' ? undefined : status };
}
