import type { Route } from '../route.js';
import type { UnitDeclaration } from './unit-declaration.js';
import type { WorkspacePage } from './workspace.js';

/** What one thing that units do adds to a workspace. */
export interface UnitPages {
  readonly pages: readonly WorkspacePage[];
  readonly routes: readonly Route[];
}

/** One thing that units do, such as proposing, made for a unit from its declaration. */
export type UnitPart = (unit: UnitDeclaration) => UnitPages;

/** For units that do without. */
export const NOTHING: UnitPages = { pages: [], routes: [] };
