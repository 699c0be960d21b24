import { paths } from '../../../paths.js';
import type { Route } from '../../../route.js';
import type { WorkspacePage } from '../../../workspaces/workspace.js';
import { importRecordRoutes } from '../../imports/import-record.js';
import { mappingRoutes } from './mapping-routes.js';
import { savedMappingRoutes } from './saved-mappings.js';
import { uploadRoutes } from './upload.js';

/** Imports live at addresses of their own, and belong to HR's pages all the same. */
export const importPages: readonly WorkspacePage[] = [
  {
    label: 'Imports',
    group: 'People',
    href: paths.hr.imports,
    permission: 'people:import',
    within: [paths.hr.imports, '/imports'],
  },
];

/** Two steps: upload and look at the problems, then confirm. Nothing comes back from the browser but the import's id. */
export const importRoutes: readonly Route[] = [
  ...uploadRoutes,
  ...savedMappingRoutes,
  ...importRecordRoutes,
  ...mappingRoutes,
];
