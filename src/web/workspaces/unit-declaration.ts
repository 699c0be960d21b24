import type { Unit } from '../../kernel/units.js';
import type { WorkspaceKey } from '../paths.js';
import type { Route } from '../route.js';
import type { WorkspacePage } from './workspace.js';

/** What makes one unit's workspace different from another's. Everything else is shared. */
export interface UnitDeclaration {
  readonly key: WorkspaceKey;
  readonly unit: Unit;
  readonly label: string;
  /** Name of a symbol in the icon sprite. */
  readonly icon: string;
  /** One sentence under the dashboard's title: what this unit decides. */
  readonly purpose: string;
  /** Whose requests a decider sees: his own team's, or all that were given to him or to his unit. */
  readonly scope: 'team' | 'unit';
  /** Pages beside the shared ones, with their routes. */
  readonly extraPages?: readonly WorkspacePage[];
  readonly extraRoutes?: readonly Route[];
}
