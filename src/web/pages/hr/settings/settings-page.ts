import { periodLabel, periodOfDate } from '../../../../kernel/period.js';
import { localDateOf } from '../../../../kernel/local-date.js';
import { FEATURES, type Organization } from '../../../../modules/organizations/index.js';
import { localeChoices } from '../../../forms/locale-choices.js';
import { zoneChoices } from '../../../forms/zone-choices.js';
import { paths, SETTINGS_SECTIONS, withQuery, type SettingsSection } from '../../../paths.js';
import type { PageAnswer, Refusal } from '../../../route.js';
import type { Services } from '../../../services.js';

export const TITLES: Readonly<Record<SettingsSection, string>> = {
  organization: 'Organization',
  'working-time': 'Working time',
  requests: 'Requests',
  access: 'Access',
  mail: 'Mail',
  features: 'Features',
};

/** What a form of a section holds while nobody typed anything. */
function valuesOf({ name, calendar, settings }: Organization): Record<string, unknown> {
  const { workdayHours, mailSender, access, features, allowedDomains, ...rest } = settings;
  return {
    name,
    ...calendar,
    ...rest,
    ...workdayHours,
    ...access,
    ...features,
    allowedDomains: allowedDomains.join('\n'),
    senderName: mailSender?.name ?? '',
    senderAddress: mailSender?.address ?? '',
  };
}

/** What was typed. Boxes that were not ticked are not sent; a form beside the refused one is as it was. */
function typed(refusal: Refusal | undefined, main: boolean): Readonly<Record<string, unknown>> {
  if (refusal === undefined || !main) return {};
  const unticked = Object.fromEntries([...FEATURES, 'registrationOpen'].map((name) => [name, false]));
  return { workingDays: [], ...unticked, ...refusal.values };
}

export interface SettingsForm {
  readonly refusal?: Refusal;
  /** False where a form beside the section's own was refused. */
  readonly main?: boolean;
}

/** One section of the settings, with what was typed where it was refused. */
export async function settingsPage(
  section: SettingsSection,
  services: Services,
  { refusal, main = true }: SettingsForm = {},
): Promise<PageAnswer> {
  const organization = await services.organizations.fresh();
  const { calendar, settings, logo, revision } = organization;
  const today = localDateOf(services.clock.now(), calendar.zone);
  return {
    view: `hr/settings/${section}`,
    title: `${TITLES[section]} settings`,
    model: {
      section,
      tabs: SETTINGS_SECTIONS.map((key) => ({
        label: TITLES[key],
        href: paths.hr.settings(key),
        active: key === section,
      })),
      values: { ...valuesOf(organization), ...typed(refusal, main) },
      besideValues: main ? {} : (refusal?.values ?? {}),
      // A list's mistake belongs to the field in which the list was typed.
      errors: (refusal?.errors ?? []).map(({ path, message }) => ({ path: path.split('.', 1)[0] ?? path, message })),
      message: refusal?.error.message ?? null,
      code: refusal?.error.code ?? null,
      revision,
      features: FEATURES,
      organization: { name: organization.name, slug: organization.slug },
      logoUrl: logo === null ? null : withQuery(paths.organization.logo, { v: logo.hash.slice(0, 16) }),
      holidays: settings.holidays,
      today: { date: today, period: periodLabel(periodOfDate(today, calendar).quarter) },
      zones: zoneChoices(calendar.zone),
      locales: localeChoices(settings.locale, today),
      installationSender: services.config.mailFrom,
      mailServer: services.config.smtpUrl !== undefined,
      mailbox: services.mailbox !== undefined,
    },
  };
}
