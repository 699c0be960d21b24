import { attachmentRoutes } from './pages/attachments.js';
import { componentsRoute } from './pages/components.js';
import { themeRoute } from './pages/employee/theme.js';
import { homeRoute } from './pages/home.js';
import { mailboxRoutes } from './pages/mailbox.js';
import { logoRoute } from './pages/hr/settings/logo.js';
import { peopleSearchRoute } from './pages/people-search.js';
import { apiDocumentRoutes } from './pages/api-document.js';
import type { Route } from './route.js';
import { authRoutes } from './routers/auth.js';
import { central } from './routers/central.js';
import { dp } from './routers/dp.js';
import { employee } from './routers/employee.js';
import { hr } from './routers/hr.js';
import { ld } from './routers/ld.js';
import { marketing } from './routers/marketing.js';
import { pm } from './routers/pm.js';
import { pmarch } from './routers/pmarch.js';
import { pmo } from './routers/pmo.js';
import { presales } from './routers/presales.js';
import { ta } from './routers/ta.js';
import type { Services } from './services.js';
import type { Workspace } from './workspaces/workspace.js';

/** All workspaces in the order in which navigation shows them. */
export const WORKSPACES: readonly Workspace[] = [
  employee,
  pm,
  pmarch,
  pmo,
  hr,
  ta,
  ld,
  presales,
  marketing,
  dp,
  central,
];

/** The one table of routes: Express, navigation, the API document and the access matrix read it. */
export function routeTable(services: Pick<Services, 'config' | 'mailbox'>): readonly Route[] {
  const routes = [
    homeRoute,
    ...authRoutes,
    themeRoute,
    peopleSearchRoute,
    logoRoute,
    ...attachmentRoutes,
    ...WORKSPACES.flatMap((workspace) => workspace.routes),
    ...mailboxRoutes(services),
    ...componentsRoute(services),
  ];
  return [...routes, ...apiDocumentRoutes(routes, services.config.publicUrl)];
}
