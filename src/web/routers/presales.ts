import { unitWorkspace } from '../workspaces/unit-workspace.js';

export const presales = unitWorkspace({
  key: 'presales',
  unit: 'presales',
  label: 'Pre-sales',
  icon: 'briefcase',
  purpose: 'Decides pre-sales work.',
  scope: 'unit',
  people: 'items',
  participation: true,
});
