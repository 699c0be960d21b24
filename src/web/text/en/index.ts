import { absence } from './absence.js';
import { account } from './account.js';
import { audit } from './audit.js';
import { auth } from './auth.js';
import { catalog } from './catalog.js';
import { central } from './central.js';
import { common } from './common.js';
import { employee } from './employee.js';
import { errors } from './errors.js';
import { imports } from './imports.js';
import { settings } from './settings.js';
import { people } from './people.js';
import { privacy } from './privacy.js';
import { sessions } from './sessions.js';
import { singleSignOn } from './single-sign-on.js';
import { tracker } from './tracker.js';
import { proposals } from './proposals.js';
import { awards } from './awards.js';
import { utilization } from './utilization.js';
import { ownPeople } from './own-people.js';
import { unitFigures } from './unit-figures.js';
import { messages } from './messages.js';
import { mails } from './mails.js';
import { bonus } from './bonus.js';
import { targetConfig } from './target-config.js';
import { announcements } from './announcements.js';
import { analytics } from './analytics.js';
import { exports } from './exports.js';
import { verification } from './verification.js';
import { statement } from './statement.js';
import { unit } from './unit.js';

/**
 * Areas of the English catalogue, the complete one. A new area is a file beside this one, spread here and named in
 * `areas`; no two areas share a key.
 */
export const areas = {
  imports,
  absence,
  catalog,
  settings,
  audit,
  common,
  auth,
  account,
  errors,
  employee,
  tracker,
  unit,
  central,
  people,
  sessions,
  privacy,
  singleSignOn,
  proposals,
  awards,
  utilization,
  ownPeople,
  unitFigures,
  messages,
  mails,
  bonus,
  targetConfig,
  announcements,
  analytics,
  exports,
  verification,
  statement,
} as const;

export const en = {
  ...imports,
  ...absence,
  ...catalog,
  ...settings,
  ...audit,
  ...common,
  ...auth,
  ...account,
  ...errors,
  ...employee,
  ...tracker,
  ...unit,
  ...central,
  ...people,
  ...sessions,
  ...privacy,
  ...singleSignOn,
  ...proposals,
  ...awards,
  ...utilization,
  ...ownPeople,
  ...unitFigures,
  ...messages,
  ...mails,
  ...bonus,
  ...targetConfig,
  ...announcements,
  ...analytics,
  ...exports,
  ...verification,
  ...statement,
} as const;
