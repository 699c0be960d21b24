import { z } from 'zod';
import { localDateField, optionalField } from '../../../../kernel/fields.js';
import { hoursOfWorkday } from '../../../../modules/organizations/index.js';
import type { AnalyticsScope } from '../../../../modules/reports/index.js';
import { figurePeriodChoices, figurePeriodField } from '../../../forms/figure-period.js';
import { unitPaths, withQuery } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { analyticsShape } from '../../../shapes/unit-figures.js';
import type { UnitDeclaration } from '../../../workspaces/unit-declaration.js';
import { medianTime } from './median-time.js';
import { leaderboardRow } from '../../employee/dashboard.presenter.js';

const analyticsQuery = z.object({
  period: figurePeriodField(),
  from: optionalField(localDateField()),
  to: optionalField(localDateField()),
  department: optionalField(z.string().max(100)),
  grade: optionalField(z.string().max(20)),
  location: optionalField(z.string().max(100)),
});

type AnalyticsQuery = z.output<typeof analyticsQuery>;

const CONDITIONS = ['department', 'grade', 'location', 'from', 'to'] as const;

/** Figures across people and departments. */
export function analyticsRoute(unit: UnitDeclaration, scope: AnalyticsScope): Route {
  const path = unitPaths(unit.key).analytics;
  return route({
    method: 'GET',
    path,
    permission: 'analytics:view',
    unit: unit.unit,
    summary: `Points ${scope === 'company' ? 'of the whole company' : 'of the people assigned to me'} by month, department, category, grade and unit; participation; top performers.`,
    query: analyticsQuery,
    hot: true,
    output: analyticsShape,
    handler: ({ actor, query, services }) => services.reports.analytics(actor, unit.unit, scope, query),
    page: async (data, { actor, query, services }) => {
      const { settings, lists } = await services.organizations.current();
      return {
        view: 'unit/figures/analytics',
        title: 'Analytics',
        model: {
          data,
          query,
          path,
          lists,
          chips: chipsOf(path, query),
          periods: await figurePeriodChoices(services),
          median: medianTime(hoursOfWorkday(settings)),
          top: data.top.map((row) => leaderboardRow(row, actor.personId)),
        },
      };
    },
  });
}

function chipsOf(path: string, query: AnalyticsQuery) {
  return CONDITIONS.flatMap((kind) => {
    const value = query[kind];
    return value === undefined ? [] : [{ kind, value, removeHref: withQuery(path, { ...query, [kind]: undefined }) }];
  });
}
