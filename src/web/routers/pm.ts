import { unitWorkspace } from '../workspaces/unit-workspace.js';

export const pm = unitWorkspace({
  key: 'pm',
  unit: 'pm',
  label: 'Project managers',
  icon: 'people',
  purpose: 'Decides what the people of your team raised.',
  scope: 'team',
  awards: { files: true },
  people: 'team',
});
