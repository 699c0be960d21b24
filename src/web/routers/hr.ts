import { importPages, importRoutes } from '../pages/hr/people-import.js';
import { unitWorkspace } from '../workspaces/unit-workspace.js';

export const hr = unitWorkspace({
  key: 'hr',
  unit: 'hr',
  label: 'HR',
  icon: 'person-badge',
  purpose: 'Decides feedback and keeps the company’s people.',
  scope: 'unit',
  extraPages: importPages,
  extraRoutes: importRoutes,
});
