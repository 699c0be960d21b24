import type { Command } from './command.js';
import { organizations } from './organizations.js';

/** All commands, in the order in which the help lists them. */
export const COMMANDS: readonly Command[] = [organizations];
