import { absenceOfSomebodyRoutes } from '../pages/absence/absence-routes.js';
import { categoryPages, categoryRoutes } from '../pages/hr/categories/category-routes.js';
import { correctionRoutes } from '../pages/hr/corrections/entry-routes.js';
import { importPages, importRoutes } from '../pages/hr/imports/import-pages.js';
import { invitationRoutes } from '../pages/hr/invitation.js';
import { registrationAdministrationRoutes, registrationPages } from '../pages/hr/registrations.js';
import { auditPages, auditRoutes } from '../pages/hr/audit/audit-routes.js';
import { listPages, listRoutes } from '../pages/hr/lists.js';
import { settingsPages, settingsRoutes } from '../pages/hr/settings/settings-routes.js';
import { mailAdministrationRoutes, mailPages } from '../pages/hr/mails/mail-pages.js';
import { trackerPages, trackerRoutes } from '../pages/hr/tracker/tracker-pages.js';
import { peoplePages, peopleRoutes } from '../pages/hr/people/people-pages.js';
import { unitWorkspace } from '../workspaces/unit-workspace.js';

export const hr = unitWorkspace({
  key: 'hr',
  unit: 'hr',
  label: 'HR',
  icon: 'person-badge',
  purpose: 'Decides feedback and keeps the company’s people.',
  scope: 'unit',
  proposals: { period: 'day' },
  awards: { label: 'Allocate points' },
  analytics: 'company',
  extraPages: [
    ...trackerPages,
    ...peoplePages,
    ...registrationPages,
    ...importPages,
    ...categoryPages,
    ...listPages,
    ...settingsPages,
    ...mailPages,
    ...auditPages,
  ],
  extraRoutes: [
    ...peopleRoutes,
    ...trackerRoutes,
    ...absenceOfSomebodyRoutes,
    ...categoryRoutes,
    ...correctionRoutes,
    ...importRoutes,
    ...registrationAdministrationRoutes,
    ...invitationRoutes,
    ...listRoutes,
    ...settingsRoutes,
    ...mailAdministrationRoutes,
    ...auditRoutes,
  ],
});
