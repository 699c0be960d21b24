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
  /** Whose requests a decider sees: his own team's, or all that were given to him or to his unit; none where absent. */
  readonly scope?: 'team' | 'unit';
  /** Updaters propose, for a day or for a whole month. */
  readonly proposals?: { readonly period: 'day' | 'month' };
  /** Its updaters propose people's billable percentages. */
  readonly utilization?: true;
  /** Its deciders raise requests for others, which somebody else decides. */
  readonly onBehalf?: true;
  /** Its deciders grant points without a request; by a file as well. */
  readonly awards?: { readonly files?: true; readonly label?: string };
  /**
   * Whose figures it may look at: the people who report to the viewer, those whose delivery partner the viewer is, or
   * those who have requests or points in the unit. HR has its directory instead.
   */
  readonly people?: 'team' | 'assigned' | 'items';
  /** Figures across people and departments: of the whole company, or of the viewer's people. */
  readonly analytics?: 'company' | 'assigned';
  /** People and points by location. */
  readonly market?: true;
  /** The dashboard shows how many of those who may raise requests here did, by grade. */
  readonly participation?: true;
  /** Pages beside the shared ones, with their routes. */
  readonly extraPages?: readonly WorkspacePage[];
  readonly extraRoutes?: readonly Route[];
}
