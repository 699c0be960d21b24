import { unitPaths } from '../../../paths.js';
import type { UnitDeclaration } from '../../../workspaces/unit-declaration.js';
import type { UnitPages } from '../../../workspaces/unit-part.js';
import { importListRoute } from '../../imports/import-list.js';
import { fileKindsOf } from '../../unit/imports/file-kinds.js';
import { uploadRoutes } from '../../unit/imports/upload-routes.js';

/** Central as the pages of files see it: it grants points in categories of every unit, by file alone. */
const central: UnitDeclaration = {
  key: 'central',
  unit: 'central',
  label: 'Central',
  icon: 'bank',
  purpose: 'Grants points to many people at once.',
  awards: { files: true },
};

const { imports, importKind } = unitPaths('central');

/** Awards for many people by a file. */
export const batchPart: UnitPages = {
  pages: [
    {
      label: 'Award by file',
      group: 'Rewards',
      href: importKind('awards'),
      permission: 'awards:grant',
      within: [imports, '/imports'],
    },
  ],
  routes: [
    importListRoute({
      path: imports,
      title: 'Files',
      permission: 'awards:grant',
      unit: 'central',
      summary: 'The own files of Central, the newest first.',
      filter: () => ({ unit: 'central', own: true }),
      uploads: () => [{ kind: 'awards', href: importKind('awards') }],
    }),
    ...fileKindsOf(central).flatMap((file) => uploadRoutes(central, file)),
  ],
};
