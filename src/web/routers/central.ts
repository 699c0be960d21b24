import { centralPages, centralRoutes } from '../pages/central/central-pages.js';
import type { Workspace } from '../workspaces/workspace.js';

export const central: Workspace = {
  key: 'central',
  unit: 'central',
  label: 'Central',
  icon: 'bank',
  pages: centralPages,
  routes: centralRoutes,
};
