import { hoursOfWorkday } from '../../../modules/organizations/index.js';
import { unitPaths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { deliveryDashboardShape } from '../../shapes/own-people.js';

const addresses = unitPaths('dp');

/** How the people stand whose delivery partner one is, and what happened to them last. */
export const deliveryDashboardRoute: Route = route({
  method: 'GET',
  path: addresses.dashboard,
  permission: 'workspace:view',
  unit: 'dp',
  summary: 'How my people stand this quarter, what they wait for, what was approved last.',
  output: deliveryDashboardShape,
  handler: ({ actor, services }) => services.reports.deliveryDashboard(actor),
  page: async (data, { services }) => ({
    view: 'dp/dashboard',
    title: 'Delivery partner',
    model: { data, addresses, workday: hoursOfWorkday((await services.organizations.current()).settings) },
  }),
});
