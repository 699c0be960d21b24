import { paths } from '../../../paths.js';
import type { Route } from '../../../route.js';
import type { WorkspacePage } from '../../../workspaces/workspace.js';
import { accountRoutes } from './account.js';
import { deactivationRoutes } from './deactivation.js';
import { directoryRoutes } from './directory.js';
import { erasureRoutes } from './erasure.js';
import { personDataExportRoute } from './person-data-export.js';
import { editRoutes } from './edit.js';
import { personRoute } from './person-page.js';
import { registerRoutes } from './register.js';
import { reportsRoutes } from './reports.js';

export const peoplePages: readonly WorkspacePage[] = [
  {
    label: 'People',
    group: 'People',
    href: paths.hr.employees,
    permission: 'people:administer',
    within: [paths.hr.employees, paths.hr.registerEmployee, '/hr/people', '/hr/entries', '/hr/absences'],
  },
];

/** The directory, and everything that HR administration does with one person. */
export const peopleRoutes: readonly Route[] = [
  ...directoryRoutes,
  ...registerRoutes,
  personRoute,
  ...editRoutes,
  ...accountRoutes,
  ...deactivationRoutes,
  ...erasureRoutes,
  personDataExportRoute,
  ...reportsRoutes,
];
