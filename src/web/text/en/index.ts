import { absence } from './absence.js';
import { account } from './account.js';
import { auth } from './auth.js';
import { central } from './central.js';
import { common } from './common.js';
import { employee } from './employee.js';
import { errors } from './errors.js';
import { unit } from './unit.js';

/**
 * Areas of the English catalogue, the complete one. A new area is a file beside this one, spread here and named in
 * `areas`; no two areas share a key.
 */
export const areas = { absence, common, auth, account, errors, employee, unit, central } as const;

export const en = { ...absence, ...common, ...auth, ...account, ...errors, ...employee, ...unit, ...central } as const;
