import { unitWorkspace } from '../workspaces/unit-workspace.js';

export const ta = unitWorkspace({
  key: 'ta',
  unit: 'ta',
  label: 'Talent acquisition',
  icon: 'person-plus',
  purpose: 'Decides interviews.',
  scope: 'unit',
  proposals: { period: 'month' },
  people: 'items',
});
