import { unitWorkspace } from '../workspaces/unit-workspace.js';

export const marketing = unitWorkspace({
  key: 'marketing',
  unit: 'marketing',
  label: 'Marketing',
  icon: 'megaphone',
  purpose: 'Decides mindshare: blogs, white papers, community.',
  scope: 'unit',
  onBehalf: true,
  awards: {},
  people: 'items',
  market: true,
});
