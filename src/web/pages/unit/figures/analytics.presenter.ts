import type { PersonActor } from '../../../../kernel/actor.js';
import type { FieldProblem } from '../../../../kernel/errors.js';
import { hoursOfWorkday } from '../../../../modules/organizations/index.js';
import type { Analytics, AnalyticsScope } from '../../../../modules/reports/index.js';
import { figurePeriodChoices } from '../../../forms/figure-period.js';
import { withQuery } from '../../../paths.js';
import type { Services } from '../../../services.js';
import { leaderboardRow } from '../../employee/dashboard.presenter.js';
import { medianTime } from './median-time.js';

const FIELDS = ['period', 'department', 'grade', 'location', 'category', 'unit', 'from', 'to'] as const;
const CONDITIONS = FIELDS.slice(1);

type Field = (typeof FIELDS)[number];

export interface AnalyticsPlace {
  readonly path: string;
  readonly scope: AnalyticsScope;
  readonly actor: PersonActor;
  readonly services: Services;
}

interface Looked {
  /** Null where the filter was wrong; it comes back as it was sent. */
  readonly data: Analytics | null;
  readonly query: Readonly<Partial<Record<Field, unknown>>>;
  readonly errors: readonly FieldProblem[];
}

/** The model of the page, with the choices of its filter. */
export async function presentAnalytics(
  { path, scope, actor, services }: AnalyticsPlace,
  { data, query, errors }: Looked,
) {
  const { settings, lists } = await services.organizations.current();
  const categories = (await services.catalog.list()).map(({ code, name }) => ({ value: code, label: name }));
  const chosen: Partial<Record<Field, string>> = {};
  for (const field of FIELDS) {
    const value = query[field];
    if (typeof value === 'string' && value !== '') chosen[field] = value;
  }
  return {
    data,
    scope,
    path,
    lists,
    categories,
    query: chosen,
    problems: errors.map(({ path: field, message }) => ({ path: `filter-${field}`, message })),
    errors: Object.fromEntries(errors.map(({ path: field, message }) => [field, message])),
    chips: CONDITIONS.flatMap((kind) => {
      const value = chosen[kind];
      if (value === undefined || errors.length > 0) return [];
      const label =
        kind === 'category' ? (categories.find(({ value: code }) => code === value)?.label ?? value) : value;
      return [{ kind, value: label, removeHref: withQuery(path, { ...chosen, [kind]: undefined }) }];
    }),
    periods: await figurePeriodChoices(services),
    median: medianTime(hoursOfWorkday(settings)),
    top: data?.top.map((row) => leaderboardRow(row, actor.personId)) ?? [],
  };
}
