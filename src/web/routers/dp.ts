import { peopleOfDeliveryPartner } from '../pages/dp/own-people.js';
import { paths } from '../paths.js';
import type { Workspace } from '../workspaces/workspace.js';

/** Delivery partners look and decide nothing. */
export const dp: Workspace = {
  key: 'dp',
  unit: 'dp',
  label: 'Delivery partner',
  icon: 'binoculars',
  pages: [{ label: 'My people', href: paths.unit('dp').dashboard, permission: 'workspace:view' }],
  routes: [peopleOfDeliveryPartner],
};
