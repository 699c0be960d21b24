import { unitWorkspace } from '../workspaces/unit-workspace.js';

export const pmarch = unitWorkspace({
  key: 'pmarch',
  unit: 'pmarch',
  label: 'PM-Architects',
  icon: 'diagram-3',
  purpose: 'Decides accelerators and other added value.',
  scope: 'unit',
  people: 'items',
  analytics: 'company',
});
