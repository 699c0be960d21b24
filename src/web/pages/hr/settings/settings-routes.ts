import { paths } from '../../../paths.js';
import type { Route } from '../../../route.js';
import type { WorkspacePage } from '../../../workspaces/workspace.js';
import { holidayRoutes } from './holidays.js';
import { logoRoutes } from './logo.js';
import { sectionRoutes } from './sections.js';
import { permission } from './settings-section.js';
import { testMailRoute } from './test-mail.js';

export const settingsPages: readonly WorkspacePage[] = [
  {
    label: 'Settings',
    group: 'Organization',
    href: paths.hr.settings('organization'),
    within: '/hr/settings',
    permission,
  },
];

export const settingsRoutes: readonly Route[] = [...sectionRoutes, ...holidayRoutes, ...logoRoutes, testMailRoute];
