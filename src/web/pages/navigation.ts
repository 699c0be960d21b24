import type { PersonActor } from '../../kernel/actor.js';
import type { Feature } from '../../modules/organizations/index.js';
import type { ChromeWorkspace } from '../views/chrome.js';
import { workspacesOf, type Workspace } from '../workspaces/workspace.js';

/** The workspaces a person holds, with their pages; the one that is open is marked. */
export function navigationFor(
  actor: PersonActor,
  all: readonly Workspace[],
  path: string,
  features?: Readonly<Record<Feature, boolean>>,
): ChromeWorkspace[] {
  return workspacesOf(actor, all, features).map(({ workspace, pages: declared }) => {
    const pages = declared.map(({ label, href, group, within = href }) => ({
      label,
      ...(group !== undefined && { group }),
      href,
      active: path === href || [within].flat().some((address) => path.startsWith(`${address}/`)),
    }));
    return {
      key: workspace.key,
      label: workspace.label,
      icon: workspace.icon,
      href: pages[0]?.href ?? '/',
      active: path.startsWith(`/${workspace.key}/`) || pages.some((page) => page.active),
      pages,
    };
  });
}
