import { absenceOfSomebodyRoutes } from '../pages/absence/absence-routes.js';
import { importPages, importRoutes } from '../pages/hr/people-import.js';
import { invitationRoutes } from '../pages/hr/invitation.js';
import { registrationAdministrationRoutes, registrationPages } from '../pages/hr/registrations.js';
import { unitWorkspace } from '../workspaces/unit-workspace.js';

export const hr = unitWorkspace({
  key: 'hr',
  unit: 'hr',
  label: 'HR',
  icon: 'person-badge',
  purpose: 'Decides feedback and keeps the company’s people.',
  scope: 'unit',
  extraPages: [...importPages, ...registrationPages],
  extraRoutes: [...absenceOfSomebodyRoutes, ...importRoutes, ...registrationAdministrationRoutes, ...invitationRoutes],
});
