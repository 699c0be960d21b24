import type { PersonActor } from '../../kernel/actor.js';
import type { Feature } from '../../modules/organizations/index.js';
import { UNITS, type Unit } from '../../kernel/units.js';
import { can } from '../../kernel/permissions.js';
import { unitPaths } from '../paths.js';
import type { Services } from '../services.js';
import type { ChromeWorkspace } from '../views/chrome.js';
import { workspacesOf, type Workspace, type WorkspacePage } from '../workspaces/workspace.js';

/** How many requests wait for somebody's decision, by unit; at most 100 each. */
export type WaitingByUnit = Partial<Record<Unit, number>>;

/** What waits for the actor; asks only where there may be something. */
export async function waitingFor(actor: PersonActor, services: Pick<Services, 'requests'>): Promise<WaitingByUnit> {
  const units = UNITS.filter((unit) => can(actor, 'requests:decide', unit));
  return units.length === 0 ? {} : services.requests.waitingByUnit(actor.personId, units);
}

/** The page to which an address belongs: its own, or the one that says so most exactly; of equals the last. */
function openPage(pages: readonly WorkspacePage[], path: string): WorkspacePage | undefined {
  const exactness = ({ href, within = href }: WorkspacePage) =>
    path === href
      ? Infinity
      : Math.max(
          0,
          ...[within]
            .flat()
            .filter((address) => path === address || path.startsWith(`${address}/`))
            .map(({ length }) => length),
        );
  return pages.reduce<WorkspacePage | undefined>((best, page) => {
    const exact = exactness(page);
    return exact > 0 && (best === undefined || exact >= exactness(best)) ? page : best;
  }, undefined);
}

/** The workspaces a person holds, with their pages; the one that is open is marked. */
export function navigationFor(
  actor: PersonActor,
  all: readonly Workspace[],
  path: string,
  features?: Readonly<Record<Feature, boolean>>,
  waiting: WaitingByUnit = {},
): ChromeWorkspace[] {
  return workspacesOf(actor, all, features).map(({ workspace, pages: declared }) => {
    const { unit } = workspace;
    const decides = unit !== undefined && can(actor, 'requests:decide', unit);
    const queue = decides ? unitPaths(workspace.key).requests : undefined;
    const count = decides ? (waiting[unit] ?? 0) : undefined;
    const open = openPage(declared, path);
    const pages = declared.map((page) => ({
      label: page.label,
      ...(page.group !== undefined && { group: page.group }),
      href: page.href,
      ...(count !== undefined && page.href === queue && { count }),
      active: page === open,
    }));
    return {
      key: workspace.key,
      label: workspace.label,
      icon: workspace.icon,
      href: pages[0]?.href ?? '/',
      ...(count !== undefined && { count }),
      active: path.startsWith(`/${workspace.key}/`) || pages.some((page) => page.active),
      pages,
    };
  });
}
