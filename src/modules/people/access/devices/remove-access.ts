import type { DeviceAccess } from '../device-access.js';
import { removeSessions, type DeviceParts } from './device-parts.js';

/** Deletes what is known of somebody's browsers and programs, in the caller's transaction. */
export function createAccessRemoval(parts: DeviceParts): Pick<DeviceAccess, 'removeAccess'> {
  return {
    async removeAccess(person) {
      await removeSessions(parts, { person });
      await parts.devices.deleteMany({ person });
      await parts.families.deleteMany({ person });
      await parts.personalTokens.deleteMany({ person });
    },
  };
}
