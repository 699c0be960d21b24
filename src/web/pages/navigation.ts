import type { PersonActor } from '../../kernel/actor.js';
import type { ChromeWorkspace } from '../views/chrome.js';
import { workspacesOf, type Workspace } from '../workspaces/workspace.js';

/** The workspaces a person holds, with their pages; the one that is open is marked. */
export function navigationFor(actor: PersonActor, all: readonly Workspace[], path: string): ChromeWorkspace[] {
  return workspacesOf(actor, all).map(({ workspace, pages }) => ({
    key: workspace.key,
    label: workspace.label,
    icon: workspace.icon,
    href: pages[0]?.href ?? '/',
    active: path.startsWith(`/${workspace.key}/`),
    pages: pages.map(({ label, href }) => ({ label, href, active: path === href || path.startsWith(`${href}/`) })),
  }));
}
