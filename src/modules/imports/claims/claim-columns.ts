/** The column that holds a field of a claim. */
const COLUMNS: Readonly<Record<string, string>> = {
  personId: 'employee_id',
  validatorId: 'validator_employee_id',
  categoryCode: 'category_code',
  eventDate: 'event_date',
};

export function columnOfClaim(field: string): string {
  return COLUMNS[field] ?? field;
}
