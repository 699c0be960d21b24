import { z } from 'zod';
import { localDateField, optionalField } from '../../../../kernel/fields.js';
import { UNITS, type Unit } from '../../../../kernel/units.js';
import type { AnalyticsScope } from '../../../../modules/reports/index.js';
import { figurePeriodField } from '../../../forms/figure-period.js';
import { unitPaths, type WorkspaceKey } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { analyticsShape } from '../../../shapes/unit-figures.js';
import { presentAnalytics } from './analytics.presenter.js';

const analyticsQuery = z.object({
  period: figurePeriodField(),
  from: optionalField(localDateField()),
  to: optionalField(localDateField()),
  department: optionalField(z.string().max(100)),
  grade: optionalField(z.string().max(20)),
  location: optionalField(z.string().max(100)),
  category: optionalField(z.string().max(60)),
  unit: optionalField(z.enum(UNITS, { error: 'A unit such as pm.' })),
});

/** A workspace with figures across people and departments, and whose they are. */
export interface AnalyticsDeclaration {
  readonly key: WorkspaceKey;
  readonly unit: Unit;
  readonly scope: AnalyticsScope;
}

/** Figures across people and departments. What a viewer may know of them is decided by who it is, not by the workspace. */
export function analyticsRoute({ key, unit, scope }: AnalyticsDeclaration): Route {
  const path = unitPaths(key).analytics;
  return route({
    method: 'GET',
    path,
    permission: 'analytics:view',
    unit,
    summary: `Points ${scope === 'company' ? 'of the whole company' : 'of the people assigned to me'} by month, quarter, department, category, grade, location and unit; participation; approval and decision time; top performers.`,
    query: analyticsQuery,
    hot: true,
    output: analyticsShape,
    handler: ({ actor, query, services }) => services.reports.analytics(actor, unit, scope, query),
    page: async (data, { actor, query, services }) =>
      page(await presentAnalytics({ path, scope, actor, services }, { data, query, errors: [] })),
    refused: async ({ values, errors }, { actor, services }) =>
      page(await presentAnalytics({ path, scope, actor, services }, { data: null, query: values, errors })),
  });
}

function page(model: object) {
  return { view: 'unit/figures/analytics', title: 'Analytics', model };
}
