import { paths } from '../../../paths.js';
import type { Route } from '../../../route.js';
import type { WorkspacePage } from '../../../workspaces/workspace.js';
import { mailListRoute, permission } from './mail-list.js';
import { mailRoutes } from './mail-page.js';

export const mailPages: readonly WorkspacePage[] = [
  { label: 'Mails', group: 'Organization', href: paths.hr.mails, permission },
];

/** Mails on their way, for HR administration. */
export const mailAdministrationRoutes: readonly Route[] = [mailListRoute, ...mailRoutes];
