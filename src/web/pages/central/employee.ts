import { z } from 'zod';
import { isId } from '../../../kernel/ids.js';
import { paths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { centralEmployeeShape } from '../../shapes/central.js';

export const centralEmployeeRoute: Route = route({
  method: 'GET',
  path: paths.central.employee(),
  permission: 'figures:view-all',
  unit: 'central',
  summary: 'One person: totals, quarters, utilization, bonus eligibility with its reason.',
  params: z.object({ id: z.string().refine(isId) }),
  output: centralEmployeeShape,
  handler: ({ actor, params, services }) => services.reports.centralEmployee(actor, params.id),
  page: (data) => ({
    view: 'central/employee',
    title: data.person.name,
    breadcrumbs: [{ label: 'Central', href: paths.central.dashboard }],
    model: { data },
  }),
});
