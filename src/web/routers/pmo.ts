import { unitWorkspace } from '../workspaces/unit-workspace.js';

export const pmo = unitWorkspace({
  key: 'pmo',
  unit: 'pmo',
  label: 'PMO',
  icon: 'clipboard-data',
  purpose: 'Decides awards, client praise and utilization.',
  scope: 'unit',
  proposals: { period: 'day' },
  utilization: true,
  people: 'items',
});
