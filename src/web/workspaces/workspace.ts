import type { PersonActor } from '../../kernel/actor.js';
import { can, type Permission } from '../../kernel/permissions.js';
import type { Unit } from '../../kernel/units.js';
import type { Feature } from '../../modules/organizations/index.js';
import type { WorkspaceKey } from '../paths.js';
import type { Route } from '../route.js';

/** A page that navigation shows to whoever holds its permission. */
export interface WorkspacePage {
  readonly label: string;
  readonly href: string;
  readonly permission: Permission;
  /** Heading under which the page stands with those beside it; none for the first of a workspace. */
  readonly group?: string;
  /** Where the page is marked as open beside its own address and those below it. */
  readonly within?: string | readonly string[];
  /** Shown only where the organization has this switched on. */
  readonly feature?: Feature;
}

/** A workspace is a declaration: it owns neither data nor rules. */
export interface Workspace {
  readonly key: WorkspaceKey;
  readonly label: string;
  /** Name of a symbol in the icon sprite. */
  readonly icon: string;
  /** The unit in which permissions are asked for; absent for everybody's own workspace. */
  readonly unit?: Unit;
  readonly pages: readonly WorkspacePage[];
  readonly routes: readonly Route[];
}

/** What of the workspaces a person may see, in the order of the table. */
export function workspacesOf(
  actor: PersonActor,
  all: readonly Workspace[],
  features?: Readonly<Record<Feature, boolean>>,
): { workspace: Workspace; pages: readonly WorkspacePage[] }[] {
  return all
    .map((workspace) => ({
      workspace,
      pages: workspace.pages.filter(
        ({ permission, feature }) =>
          can(actor, permission, workspace.unit) && (feature === undefined || features?.[feature] !== false),
      ),
    }))
    .filter(({ pages }) => pages.length > 0);
}
