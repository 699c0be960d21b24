import { paths, unitPaths } from '../../../paths.js';
import { NOTHING, type UnitPart } from '../../../workspaces/unit-part.js';
import { importListRoute } from '../../imports/import-list.js';
import { fileKindsOf } from './file-kinds.js';
import { uploadOfAnyKind, uploadRoutes } from './upload-routes.js';

/** Files of proposals, percentages or awards. */
export const unitImportPart: UnitPart = (unit) => {
  const kinds = fileKindsOf(unit);
  const [main] = kinds;
  if (main === undefined) return NOTHING;
  const { permission } = main;
  const addresses = unitPaths(unit.key);
  // In HR the list is administration's too, and a page of its own; whoever does not administer has only this one.
  const shared = addresses.imports === paths.hr.imports;
  const href = shared ? addresses.importKind(main.kind) : addresses.imports;
  return {
    pages: [{ label: 'Files', href, permission, within: [href, addresses.imports, '/imports'] }],
    routes: [
      ...(shared
        ? []
        : [
            importListRoute({
              path: addresses.imports,
              title: 'Files',
              permission,
              unit: unit.unit,
              summary: `The own files of ${unit.label}, the newest first.`,
              filter: () => ({ unit: unit.unit, own: true }),
              uploads: () => kinds.map(({ kind }) => ({ kind, href: addresses.importKind(kind) })),
            }),
          ]),
      uploadOfAnyKind(unit, main),
      ...kinds.flatMap((file) => uploadRoutes(unit, file)),
    ],
  };
};
