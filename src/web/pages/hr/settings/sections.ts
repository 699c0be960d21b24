import { z } from 'zod';
import { ruleBroken } from '../../../../kernel/errors.js';
import { checkboxField, optionalField } from '../../../../kernel/fields.js';
import { localDateOf } from '../../../../kernel/local-date.js';
import { periodLabel, periodOfDate, type Calendar } from '../../../../kernel/period.js';
import { FEATURES, organizationFields, type Feature } from '../../../../modules/organizations/index.js';
import { zoneChoices } from '../../../forms/zone-choices.js';
import type { Route } from '../../../route.js';
import { revisionField, settingsSection } from './settings-section.js';

const fields = organizationFields;

/** Typed as lines, or sent as a list. */
const linesOf = <T extends z.ZodType>(list: T) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.split(/[\s,;]+/).filter((line) => line !== '') : value),
    list,
  );

const organization = settingsSection({
  key: 'organization',
  about: 'the name, the calendar and the format of dates and numbers',
  body: z.strictObject({
    name: fields.name,
    zone: fields.zone,
    fiscalStartMonth: fields.fiscalStartMonth,
    locale: fields.locale,
    confirmCalendar: checkboxField(),
    revision: revisionField,
  }),
  changes: ({ name, zone, fiscalStartMonth, locale }) => ({
    name,
    calendar: { zone, fiscalStartMonth },
    settings: { locale },
  }),
  check: ({ zone, fiscalStartMonth, confirmCalendar }, { calendar }, { clock }) => {
    if (!zoneChoices(calendar.zone).includes(zone)) {
      throw ruleBroken('settings.zone_unknown', 'zone', 'Choose a time zone from the list.');
    }
    const changed = zone !== calendar.zone || fiscalStartMonth !== calendar.fiscalStartMonth;
    if (changed && !confirmCalendar) throw unconfirmed(calendar, { zone, fiscalStartMonth }, clock.now());
  },
});

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** What a new calendar means today, to be confirmed. */
function unconfirmed(before: Calendar, after: Calendar, now: Date) {
  const say = (calendar: Calendar) => {
    const today = localDateOf(now, calendar.zone);
    return `${DAY.format(new Date(`${today}T00:00:00Z`))}, in ${periodLabel(periodOfDate(today, calendar).quarter)}`;
  };
  return ruleBroken(
    'settings.calendar_unconfirmed',
    'confirmCalendar',
    `Today is ${say(before)}. With the new calendar it is ${say(after)}. What is recorded keeps its period. Confirm the change to go on.`,
  );
}

const workingTime = settingsSection({
  key: 'working-time',
  about: 'working days, working hours and holidays',
  body: z
    .strictObject({ workingDays: fields.workingDays, from: fields.time, to: fields.time, revision: revisionField })
    .refine(({ from, to }) => from < to, { path: ['to'], error: 'Work ends after it begins.' }),
  changes: ({ workingDays, from, to }) => ({ settings: { workingDays, workdayHours: { from, to } } }),
});

const requests = settingsSection({
  key: 'requests',
  about: 'how far back requests may lie and when deciders are reminded',
  body: z.strictObject({
    raiseWindowDays: fields.raiseWindowDays,
    proposalWindowMonths: fields.proposalWindowMonths,
    remindAfterWorkingDays: fields.remindAfterWorkingDays,
    escalateAfterWorkingDays: fields.escalateAfterWorkingDays,
    revision: revisionField,
  }),
  changes: ({ revision: _revision, ...settings }) => ({ settings }),
});

const access = settingsSection({
  key: 'access',
  about: 'passwords, sessions and who may register',
  stepUp: true,
  body: z.strictObject({
    passwordMinLength: fields.passwordMinLength,
    idleMinutes: fields.idleMinutes,
    sessionHours: fields.sessionHours,
    rememberDays: fields.rememberDays,
    registrationOpen: checkboxField(),
    allowedDomains: linesOf(fields.allowedDomains),
    revision: revisionField,
  }),
  changes: ({ registrationOpen, allowedDomains, revision: _revision, ...policy }) => ({
    settings: { access: policy, registrationOpen, allowedDomains },
  }),
});

const mail = settingsSection({
  key: 'mail',
  about: 'whom mails come from',
  body: z
    .strictObject({
      senderName: optionalField(fields.senderName),
      senderAddress: optionalField(fields.senderAddress),
      revision: revisionField,
    })
    .refine(({ senderName, senderAddress }) => senderName === undefined || senderAddress !== undefined, {
      path: ['senderAddress'],
      error: 'Give the address as well, or leave both empty.',
    })
    .refine(({ senderName, senderAddress }) => senderAddress === undefined || senderName !== undefined, {
      path: ['senderName'],
      error: 'Give the name as well, or leave both empty.',
    }),
  changes: ({ senderName: name, senderAddress: address }) => ({
    settings: { mailSender: name === undefined || address === undefined ? null : { name, address } },
  }),
});

const features = settingsSection({
  key: 'features',
  about: 'what of the product is switched on',
  stepUp: true,
  body: z.strictObject({
    ...(Object.fromEntries(FEATURES.map((name) => [name, checkboxField()])) as Record<
      Feature,
      ReturnType<typeof checkboxField>
    >),
    revision: revisionField,
  }),
  changes: ({ revision: _revision, ...switches }) => ({ settings: { features: switches } }),
});

export const sectionRoutes: readonly Route[] = [
  ...organization,
  ...workingTime,
  ...requests,
  ...access,
  ...mail,
  ...features,
];
