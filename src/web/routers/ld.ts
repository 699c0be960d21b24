import { unitWorkspace } from '../workspaces/unit-workspace.js';

export const ld = unitWorkspace({
  key: 'ld',
  unit: 'ld',
  label: 'Learning and development',
  icon: 'mortarboard',
  purpose: 'Decides certifications and technical sessions.',
  scope: 'unit',
  proposals: { period: 'month' },
  people: 'items',
});
