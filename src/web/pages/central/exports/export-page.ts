import { z } from 'zod';
import type { LocalDate } from '../../../../kernel/local-date.js';
import { localDateField, optionalField, pageFields } from '../../../../kernel/fields.js';
import {
  periodLabel,
  periodOfDate,
  previousQuarter,
  rangeOfPeriod,
  yearKey,
  type Calendar,
} from '../../../../kernel/period.js';
import { UNITS } from '../../../../kernel/units.js';
import type { Page } from '../../../../kernel/paging.js';
import { KEPT_HOURS, LISTED_DAYS, type Export } from '../../../../modules/exports/index.js';
import { EXPORT_FILTERS, EXPORT_FORMATS } from '../../../../modules/reports/index.js';
import { paths, withQuery } from '../../../paths.js';
import type { PageAnswer, Refusal, RouteRequest } from '../../../route.js';
import { pagerOf } from '../../../views/pager.js';

/** Whether a CSV file begins with what it is: JSON boolean or the form's choice of two; one that is not given is yes. */
export const headField = () =>
  optionalField(
    z.union([z.boolean(), z.enum(['true', 'false']).transform((choice) => choice === 'true')], { error: 'Yes or no.' }),
  ).transform((head) => head ?? true);

/** The form as it is prefilled, by an address such as `/central/exports?from=2025-10-01&to=2025-12-31&department=Sales`. */
export const exportsQuery = z.object({
  format: optionalField(z.enum(EXPORT_FORMATS, { error: 'csv or xlsx.' })),
  from: optionalField(localDateField()),
  to: optionalField(localDateField()),
  department: optionalField(z.string().max(100)),
  grade: optionalField(z.string().max(20)),
  location: optionalField(z.string().max(100)),
  categoryCode: optionalField(z.string().max(60)),
  unit: optionalField(z.string().max(20)),
  head: headField(),
  ...pageFields,
});

type ExportsQuery = z.output<typeof exportsQuery>;

/** Names of the form's fields, as they were sent or as the address prefills them. */
type Values = Readonly<Record<string, unknown>>;

export function listOf(query: ExportsQuery, { actor, services }: Pick<RouteRequest, 'actor' | 'services'>) {
  return services.exports.list(actor, { number: query.page, size: query.size });
}

/** The form with what is in the files, and the own exports below it; also where a refused export comes back to. */
export async function exportsPage(
  query: ExportsQuery,
  request: Pick<RouteRequest, 'actor' | 'services'>,
  { refusal, list }: { readonly refusal?: Refusal; readonly list?: Page<Export> } = {},
): Promise<PageAnswer> {
  const { organizations, catalog } = request.services;
  const shown = list ?? (await listOf(query, request));
  const { lists, calendar } = await organizations.current();
  const today = await organizations.today();
  const values = refusal?.values ?? prefilled(query);
  return {
    view: 'central/exports/list',
    title: 'Exports',
    model: {
      list: shown,
      path: paths.central.exports,
      pager: pagerOf(shown.page, (page) => withQuery(paths.central.exports, { page })),
      values,
      // As the fields of the form are called.
      errors: (refusal?.errors ?? []).map(({ path, message }) => ({ path: path.replace('.', '_'), message })),
      message: refusal?.error.message ?? null,
      range: rangeOfPeriod(yearKey(periodOfDate(today, calendar).year), calendar),
      presets: presetsFor(today, calendar, values),
      choices: {
        department: lists.departments.map(asOption),
        grade: lists.grades.map(asOption),
        location: lists.locations.map(({ name }) => asOption(name)),
        categoryCode: (await catalog.list()).map(({ code, name }) => ({ value: code, label: name })),
      },
      units: UNITS,
      keptHours: KEPT_HOURS,
      listedDays: LISTED_DAYS,
    },
  };
}

function asOption(name: string) {
  return { value: name, label: name };
}

function prefilled({ format, from, to, head, ...query }: ExportsQuery): Values {
  return {
    ...{ format, from, to, head: String(head) },
    ...Object.fromEntries(EXPORT_FILTERS.map((name) => [`filters_${name}`, query[name]])),
  };
}

/** Quarters and years that people ask for; each keeps what else is chosen. */
function presetsFor(today: LocalDate, calendar: Calendar, values: Values) {
  const { quarter, year } = periodOfDate(today, calendar);
  const kept = Object.fromEntries(EXPORT_FILTERS.map((name) => [name, textOf(values[`filters_${name}`])]));
  return [quarter, previousQuarter(quarter), yearKey(year), yearKey(year - 1)].map((period) => {
    const { from, to } = rangeOfPeriod(period, calendar);
    const head = values['head'] === 'false' ? 'false' : undefined;
    const href = withQuery(paths.central.exports, { format: textOf(values['format']), from, to, head, ...kept });
    return { label: periodLabel(period), href, current: values['from'] === from && values['to'] === to };
  });
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
