import { z } from 'zod';
import { InvalidInput, ruleBroken } from '../../../../kernel/errors.js';
import { localDateField, textField } from '../../../../kernel/fields.js';
import { holidayField, MAX_HOLIDAYS, type Holiday } from '../../../../modules/organizations/index.js';
import { paths } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { organizationShape } from '../../../shapes/organization.js';
import { permission } from './settings-section.js';
import { settingsPage } from './settings-page.js';

const MAX_TEXT = 20_000;

/**
 * Reads one holiday a line: the day, then its name after blanks, a comma, a semicolon or a tab.
 * @throws InvalidInput at `lines`, naming each line that cannot be read
 */
export function readHolidays(text: string): Holiday[] {
  const problems: string[] = [];
  const holidays = text.split('\n').flatMap((raw, index): Holiday[] => {
    const line = raw.trim();
    if (line === '') return [];
    const [, date = '', name = ''] = /^(\S+?)(?:[\s,;]+(.*))?$/.exec(line) ?? [];
    const parsed = holidayField().safeParse({ date, name });
    if (parsed.success) return [parsed.data];
    problems.push(`Line ${index + 1}: ${parsed.error.issues[0]?.message ?? 'cannot be read.'}`);
    return [];
  });
  if (problems.length > 0) throw new InvalidInput(problems.map((message) => ({ path: 'lines', message })));
  return holidays;
}

export const holidayRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: paths.hr.holidays,
    permission,
    unit: 'hr',
    summary: 'Adds holidays, one a line: a day and its name. A day that is there already gets the new name.',
    body: z.strictObject({ lines: textField(MAX_TEXT, 'Write one holiday a line, such as 2026-01-26 Republic Day.') }),
    output: organizationShape,
    handler: async ({ actor, body, services }) => {
      const added = readHolidays(body.lines);
      const { settings, revision } = await services.organizations.fresh();
      const holidays = [...settings.holidays, ...added];
      if (holidays.length > MAX_HOLIDAYS) {
        throw ruleBroken('settings.too_many_holidays', 'lines', `At most ${MAX_HOLIDAYS} holidays. Remove past ones.`);
      }
      return { organization: await services.organizations.revise(actor, { settings: { holidays } }, { revision }) };
    },
    redirect: ({ organization }) => ({
      to: paths.hr.settings('working-time'),
      flash: { kind: 'success', text: `The list has ${organization.settings.holidays.length} holidays now.` },
    }),
    refused: (refusal, { services }) => settingsPage('working-time', services, { refusal, main: false }),
  }),
  route({
    method: 'POST',
    path: paths.hr.holidayRemoval,
    permission,
    unit: 'hr',
    summary: 'Takes a day from the holidays.',
    body: z.strictObject({ date: localDateField() }),
    output: organizationShape,
    handler: async ({ actor, body, services }) => {
      const { settings, revision } = await services.organizations.fresh();
      const holidays = settings.holidays.filter(({ date }) => date !== body.date);
      if (holidays.length === settings.holidays.length) {
        throw ruleBroken('settings.holiday_unknown', 'date', 'This day is no holiday any more.');
      }
      return { organization: await services.organizations.revise(actor, { settings: { holidays } }, { revision }) };
    },
    redirect: () => ({
      to: paths.hr.settings('working-time'),
      flash: { kind: 'success', text: 'The day is a working day again.' },
    }),
    refused: (refusal, { services }) => settingsPage('working-time', services, { refusal, main: false }),
  }),
];
