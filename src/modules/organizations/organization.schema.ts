import { z } from 'zod';
import { isLocalDate } from '../../kernel/local-date.js';
import { lineField, listField, wholeNumberField } from '../../kernel/fields.js';
import { FEATURES, type Holiday } from './organization.js';

export const MAX_HOLIDAYS = 400;
const MAX_DOMAINS = 50;

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    // Offsets such as +05:30 are no zones: they know nothing of summer time.
    return !/^[+-]/.test(zone);
  } catch {
    return false;
  }
}

/** True for a tag that dates and numbers can be written by. */
function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag)[0] === tag && Intl.DateTimeFormat.supportedLocalesOf(tag).length === 1;
  } catch {
    return false;
  }
}

const timeField = () =>
  z
    .string({ error: 'A time as HH:MM.' })
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'A time as HH:MM, from 00:00 to 23:59.' });

/** One letter to one of 63 between the dots, as DNS has them; at least two parts. */
const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

const domainField = () =>
  z
    .string({ error: 'A domain such as adventure-works.com.' })
    .transform((text) => text.trim().toLowerCase().replace(/^@/, ''))
    .pipe(z.string().regex(DOMAIN, { error: 'A domain such as adventure-works.com.' }));

/** An address of the plain sort (docs/adr/0013): nothing in it can become another header. */
const senderAddressField = () =>
  z
    .string({ error: 'Give an e-mail address.' })
    .trim()
    .toLowerCase()
    .max(254, { error: 'At most 254 characters.' })
    .regex(/^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[^@]+$/, {
      error: 'Give an e-mail address such as points@adventure-works.com.',
    })
    .refine((address) => DOMAIN.test(address.slice(address.lastIndexOf('@') + 1)), {
      error: 'What follows the @ is no domain.',
    });

export const holidayField = () =>
  z.strictObject({
    date: z
      .string({ error: 'A day as YYYY-MM-DD.' })
      .refine(isLocalDate, { error: 'A day that exists, as YYYY-MM-DD.' }),
    name: z
      .string({ error: 'A name.' })
      .trim()
      .max(80, { error: 'At most 80 characters.' })
      .refine((name) => !/[\p{Cc}\u2028\u2029]/u.test(name), { error: 'Contains characters that cannot be shown.' }),
  });

function byDate(holidays: readonly Holiday[]): Holiday[] {
  return [...new Map(holidays.map((holiday) => [holiday.date, holiday])).values()].sort((a, b) =>
    a.date < b.date ? -1 : 1,
  );
}

/** What can be changed of an organization, field by field: pages take the same fields that the module takes. */
export const organizationFields = {
  name: lineField(100, 'Name the organization.'),
  zone: z
    .string({ error: 'Choose a time zone.' })
    .max(60)
    .refine(isZone, { error: 'Choose a time zone from the list.' }),
  fiscalStartMonth: wholeNumberField(1, 12, 'Choose a month.'),
  locale: z.string({ error: 'Choose a format.' }).max(35).refine(isLocale, { error: 'Choose a format from the list.' }),
  raiseWindowDays: wholeNumberField(1, 366, 'A whole number of days from 1 to 366.'),
  proposalWindowMonths: wholeNumberField(0, 24, 'A whole number of months from 0 to 24.'),
  remindAfterWorkingDays: wholeNumberField(1, 60, 'A whole number of working days from 1 to 60.'),
  escalateAfterWorkingDays: wholeNumberField(2, 90, 'A whole number of working days from 2 to 90.'),
  workingDays: listField(wholeNumberField(0, 6, 'Days of the week from 0, Sunday, to 6.'), 7)
    .transform((days) => [...new Set(days)].sort())
    .pipe(z.array(z.number()).min(1, { error: 'Choose at least one working day.' })),
  time: timeField(),
  holidays: z
    .array(holidayField())
    .max(MAX_HOLIDAYS, { error: `At most ${MAX_HOLIDAYS} holidays.` })
    .transform(byDate),
  allowedDomains: z
    .array(domainField())
    .max(MAX_DOMAINS, { error: `At most ${MAX_DOMAINS} domains.` })
    .transform((domains) => [...new Set(domains)].sort()),
  senderName: lineField(80, 'Give a name.').refine((name) => !/[<>"\\]/.test(name), {
    error: 'Without quotation marks, backslashes and angle brackets.',
  }),
  senderAddress: senderAddressField(),
  passwordMinLength: wholeNumberField(8, 64, 'A whole number of characters from 8 to 64.'),
  idleMinutes: wholeNumberField(5, 60, 'A whole number of minutes from 5 to 60.'),
  sessionHours: wholeNumberField(1, 12, 'A whole number of hours from 1 to 12.'),
  rememberDays: wholeNumberField(1, 365, 'A whole number of days from 1 to 365.'),
} as const;

const fields = organizationFields;
const feature = z.boolean({ error: 'Yes or no.' });

/** What `revise` takes. Whatever is absent stays as it is. */
export const organizationChanges = z
  .strictObject({
    name: fields.name,
    calendar: z.strictObject({ zone: fields.zone, fiscalStartMonth: fields.fiscalStartMonth }),
    settings: z
      .strictObject({
        raiseWindowDays: fields.raiseWindowDays,
        proposalWindowMonths: fields.proposalWindowMonths,
        workingDays: fields.workingDays,
        workdayHours: z
          .strictObject({ from: fields.time, to: fields.time })
          .refine(({ from, to }) => from < to, { path: ['to'], error: 'Work ends after it begins.' }),
        holidays: fields.holidays,
        remindAfterWorkingDays: fields.remindAfterWorkingDays,
        escalateAfterWorkingDays: fields.escalateAfterWorkingDays,
        allowedDomains: fields.allowedDomains,
        registrationOpen: z.boolean({ error: 'Yes or no.' }),
        mailSender: z.strictObject({ name: fields.senderName, address: fields.senderAddress }).nullable(),
        access: z.strictObject({
          passwordMinLength: fields.passwordMinLength,
          idleMinutes: fields.idleMinutes,
          sessionHours: fields.sessionHours,
          rememberDays: fields.rememberDays,
        }),
        features: z.strictObject(
          Object.fromEntries(FEATURES.map((name) => [name, feature])) as Record<
            (typeof FEATURES)[number],
            typeof feature
          >,
        ),
        locale: fields.locale,
      })
      .partial(),
  })
  .partial();

export type OrganizationChanges = z.input<typeof organizationChanges>;

const MAX_LENGTH = { grades: 20, departments: 60, locations: 60, levels: 60 } as const;

/** A value of a list: a line that tables and filters can show. */
export function listValueField(list: keyof typeof MAX_LENGTH) {
  return lineField(MAX_LENGTH[list], 'Give a value.');
}
