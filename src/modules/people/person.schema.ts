import { z } from 'zod';
import { idField, lineField, localDateField, optionalField } from '../../kernel/fields.js';
import { DUTIES, UNITS } from '../../kernel/units.js';
import { readEmail } from './email.js';

/** An e-mail address, lower-case afterwards. */
export const emailField = () =>
  z.string({ error: 'Give an e-mail address.' }).transform((text, context) => {
    const reading = readEmail(text);
    if ('email' in reading) return reading.email;
    context.addIssue({ code: 'custom', message: reading.problem });
    return z.NEVER;
  });

const grantSchema = z.strictObject({ unit: z.enum(UNITS), duty: z.enum(DUTIES) });

/** The shape of a person to be registered; what the organization's lists and other people allow is checked afterwards. */
export const newPersonSchema = z
  .strictObject({
    id: idField().optional(),
    name: lineField(100, 'Give a name.'),
    email: emailField(),
    phone: optionalField(lineField(40)).transform((phone) => phone ?? ''),
    employeeId: lineField(40, 'Give an employee id.'),
    grade: lineField(40, 'Choose a grade.'),
    department: lineField(60, 'Choose a department.'),
    location: lineField(60, 'Choose a location.'),
    level: lineField(60, 'Choose a level.'),
    managerId: optionalField(idField('Choose a manager from the list.')).transform((id) => id ?? null),
    dpId: optionalField(idField('Choose a delivery partner from the list.')).transform((id) => id ?? null),
    joiningDate: localDateField(),
    exitDate: optionalField(localDateField()).transform((date) => date ?? null),
    grants: z.array(grantSchema).max(50).default([]),
    passwordHash: z.string().optional(),
  })
  .refine((person) => person.exitDate === null || person.exitDate >= person.joiningDate, {
    path: ['exitDate'],
    error: 'The exit date lies before the joining date.',
  });

/** A person whose fields have the right shape. */
export type ShapedPerson = z.output<typeof newPersonSchema>;
