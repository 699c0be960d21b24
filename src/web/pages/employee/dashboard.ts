import { paths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { dashboardShape } from '../../shapes/dashboard.js';
import { presentDashboard } from './dashboard.presenter.js';
import { ownDuties } from './own-duties.js';

/** Where a person stands: total, quarter, year, targets, what waits for whom, and the latest praise. */
export const dashboardRoute: Route = route({
  method: 'GET',
  path: paths.employee.dashboard,
  permission: 'signed-in',
  summary: 'How I stand: points, targets, milestones, utilization, pending requests, rank.',
  hot: true,
  output: dashboardShape,
  handler: ({ actor, services }) => services.reports.employeeDashboard(actor),
  page: async (data, { actor, services }) => ({
    view: 'employee/dashboard',
    title: 'My points',
    model: {
      ...presentDashboard(data, actor, await ownDuties(actor, services)),
      absence: await services.absences.notices(actor.personId),
    },
  }),
});
