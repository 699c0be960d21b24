import { z } from 'zod';
import { idField, lineField, localDateField, optionalField, textField } from '../../../kernel/fields.js';
import { emailField } from '../person.schema.js';

const optionalLine = (max: number) => optionalField(lineField(max)).transform((text) => text ?? '');

/** What somebody says who registers. */
export const registrationSchema = z.strictObject({
  name: lineField(100, 'Give your name.'),
  email: emailField(),
  employeeId: optionalLine(40),
  message: optionalField(textField(1000)).transform((text) => text ?? ''),
  /** The name of the organization in addresses. */
  organization: optionalField(z.string().max(60)),
});

/** What HR administration adds when it makes a person of a registration. */
export const activationSchema = z.strictObject({
  name: lineField(100, 'Give a name.'),
  employeeId: lineField(40, 'Give an employee id.'),
  phone: optionalLine(40),
  grade: lineField(40, 'Choose a grade.'),
  department: lineField(60, 'Choose a department.'),
  location: lineField(60, 'Choose a location.'),
  level: lineField(60, 'Choose a level.'),
  managerId: optionalField(idField('Choose a manager from the list.')),
  dpId: optionalField(idField('Choose a delivery partner from the list.')),
  joiningDate: localDateField(),
});
