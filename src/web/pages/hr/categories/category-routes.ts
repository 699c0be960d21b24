import { paths } from '../../../paths.js';
import type { Route } from '../../../route.js';
import type { WorkspacePage } from '../../../workspaces/workspace.js';
import { categoryFormRoutes } from './category-form.js';
import { categoryListRoute } from './category-list.js';
import { categoryPageRoutes } from './category-page.js';

export const categoryPages: readonly WorkspacePage[] = [
  { label: 'Categories', group: 'Organization', href: paths.hr.categories, permission: 'categories:manage' },
];

export const categoryRoutes: readonly Route[] = [categoryListRoute, ...categoryFormRoutes, ...categoryPageRoutes];
