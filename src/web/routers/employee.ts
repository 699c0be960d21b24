import { employeePages, employeeRoutes } from '../pages/employee/employee-pages.js';
import type { Workspace } from '../workspaces/workspace.js';

/** Everybody's own workspace. */
export const employee: Workspace = {
  key: 'employee',
  label: 'My points',
  icon: 'star',
  pages: employeePages,
  routes: employeeRoutes,
};
