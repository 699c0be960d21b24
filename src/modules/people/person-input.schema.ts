import { z } from 'zod';
import { localDateField, optionalField, textField, wholeNumberField } from '../../kernel/fields.js';
import { DUTIES, grantFromCode, UNITS, type Duty, type Grant, type Unit } from '../../kernel/units.js';

/**
 * What forms and programs send about people. Only the outer shape is judged here, so that everything that is wrong with a
 * person is said at once by the rules of registration.
 */

const MAX = 300;
const TEXT = { error: 'A text.' };

/** Text of a form, or nothing. */
const given = () => z.union([z.string().max(MAX, { error: `At most ${MAX} characters.` }), z.null()], TEXT).optional();

/** `hr_va`, or a unit and a duty as `hr:validator`. */
export function readGrant(text: string): Grant | undefined {
  const [unit = '', duty = '', ...rest] = text.split(':');
  const known = (UNITS as readonly string[]).includes(unit) && (DUTIES as readonly string[]).includes(duty);
  return grantFromCode(text) ?? (known && rest.length === 0 ? { unit: unit as Unit, duty: duty as Duty } : undefined);
}

const grantField = z.union(
  [
    z
      .string()
      .max(40)
      .transform((text, context) => {
        const grant = readGrant(text.trim());
        if (grant !== undefined) return grant;
        context.addIssue({ code: 'custom', message: `There is no grant "${text}".` });
        return z.NEVER;
      }),
    z.strictObject({ unit: z.enum(UNITS), duty: z.enum(DUTIES) }),
  ],
  { error: 'A grant such as hr_va, or a unit and a duty.' },
);

/** Ticked boxes, codes separated by commas, or a list; none where absent. */
const grantsField = () =>
  z.preprocess(
    (value) =>
      value === undefined || value === null || value === ''
        ? []
        : typeof value === 'string'
          ? value.split(',').map((code) => code.trim())
          : value,
    z.array(grantField).max(50, { error: 'At most 50.' }),
  );

const facts = {
  name: given(),
  email: given(),
  phone: given(),
  employeeId: given(),
  grade: given(),
  department: given(),
  location: given(),
  level: given(),
  joiningDate: given(),
  exitDate: given(),
};

/** A superior: id, e-mail address, employee id, or the name where it is clear who is meant. */
const superiors = { manager: given(), managerId: given(), dp: given(), dpId: given() };

/** A new person. Columns of people files are understood as well: `employee_id`, `joining_date`, `exit_date`. */
export const registrationInput = z
  .strictObject({
    ...facts,
    ...superiors,
    employee_id: given(),
    joining_date: given(),
    exit_date: given(),
    grants: grantsField(),
    /** To be changed at first sign-in; without one an invitation is mailed. */
    password: optionalField(z.string().max(MAX)),
  })
  .transform(({ manager, managerId, dp, dpId, employee_id, joining_date, exit_date, grants, password, ...rest }) => ({
    superiors: { manager: managerId === undefined ? manager : managerId, dp: dpId === undefined ? dp : dpId },
    password,
    person: {
      name: rest.name ?? '',
      email: rest.email ?? '',
      phone: rest.phone ?? '',
      employeeId: rest.employeeId ?? employee_id ?? '',
      grade: rest.grade ?? '',
      department: rest.department ?? '',
      location: rest.location ?? '',
      level: rest.level ?? '',
      joiningDate: rest.joiningDate ?? joining_date ?? '',
      exitDate: emptyToNull(rest.exitDate ?? exit_date ?? null),
      grants,
    },
  }));

/** What a form counts as the person that it was filled in for. */
const revision = optionalField(wholeNumberField(0, 1_000_000_000));

/** Fields to be changed; what is absent stays, an empty superior or exit date is cleared. */
export const personEditInput = z
  .strictObject({ ...facts, ...superiors, revision })
  .transform(({ manager, managerId, dp, dpId, exitDate, revision: seen, ...rest }) => ({
    superiors: { manager: managerId === undefined ? manager : managerId, dp: dpId === undefined ? dp : dpId },
    revision: seen,
    changes: {
      name: rest.name ?? undefined,
      email: rest.email ?? undefined,
      phone: rest.phone ?? undefined,
      employeeId: rest.employeeId ?? undefined,
      grade: rest.grade ?? undefined,
      department: rest.department ?? undefined,
      location: rest.location ?? undefined,
      level: rest.level ?? undefined,
      joiningDate: rest.joiningDate ?? undefined,
      exitDate: exitDate === undefined ? undefined : emptyToNull(exitDate),
    },
  }));

export const grantsInput = z.strictObject({ grants: grantsField(), revision });

const reason = () => textField(500, 'Say why; it is kept with the person.');

const itemFields = Object.fromEntries(UNITS.map((unit) => [`items.${unit}`, given()])) as Record<
  `items.${Unit}`,
  ReturnType<typeof given>
>;

/** A form names who takes the items of a unit in `items.<unit>`, a program in an object. */
export const deactivationInput = z
  .strictObject({
    reason: reason(),
    reportsTo: given(),
    dpPeopleTo: given(),
    items: z.partialRecord(z.enum(UNITS), z.string().max(MAX)).optional(),
    ...itemFields,
  })
  .transform(({ reason: why, reportsTo, dpPeopleTo, items = {}, ...fields }) => ({
    reason: why,
    reportsTo: reportsTo ?? '',
    dpPeopleTo: dpPeopleTo ?? '',
    items: UNITS.flatMap((unit) => {
      const text = items[unit] ?? fields[`items.${unit}`] ?? '';
      return text === '' ? [] : [{ unit, text }];
    }),
  }));

export const reactivationInput = z.strictObject({ reason: reason() });

export const exitInput = z.strictObject({
  /** Empty where the person stays after all. */
  exitDate: optionalField(localDateField()).transform((date) => date ?? null),
  revision,
});

export const initialPasswordInput = z.strictObject({
  password: z.string({ error: 'Give a password.' }).min(1, { error: 'Give a password.' }).max(MAX),
});

function emptyToNull(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text;
}
