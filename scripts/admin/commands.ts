import type { Command } from './command.js';
import { backup } from './backup.js';
import { createAdministrator } from './create-administrator.js';
import { createOrganization } from './create-organization.js';
import { endSessions } from './end-sessions.js';
import { erasePerson } from './erase-person.js';
import { exportPerson } from './export-person.js';
import { organizations } from './organizations.js';
import { rebuild } from './rebuild.js';
import { resetPassword } from './reset-password.js';
import { restore } from './restore.js';
import { sessions } from './sessions.js';
import { verifyLedger } from './verify-ledger.js';

/** All commands, in the order in which the help lists them. */
export const COMMANDS: readonly Command[] = [
  organizations,
  createOrganization,
  createAdministrator,
  resetPassword,
  sessions,
  endSessions,
  exportPerson,
  erasePerson,
  verifyLedger,
  rebuild,
  backup,
  restore,
];
