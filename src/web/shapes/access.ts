import { z } from 'zod';
import { TOKEN_SCOPES } from '../../modules/people/index.js';
import { idShape, instantShape } from './common.js';

const deviceFields = {
  id: idShape,
  /** Empty where the user agent does not say. */
  browser: z.string(),
  system: z.string(),
  /** The address without its last part. */
  network: z.string(),
};

const knownDeviceShape = z.object({
  ...deviceFields,
  createdAt: instantShape,
  usedAt: instantShape,
  expires: instantShape,
});

export const personalTokenShape = z.object({
  id: idShape,
  name: z.string(),
  scopes: z.array(z.enum(TOKEN_SCOPES)),
  createdAt: instantShape,
  expires: instantShape,
  usedAt: instantShape.nullable(),
});

export const openAccessShape = z.object({
  sessions: z.array(
    z.object({
      ...deviceFields,
      method: z.string(),
      startedAt: instantShape,
      seenAt: instantShape,
      /** True for the session that asks. */
      current: z.boolean(),
    }),
  ),
  devices: z.array(knownDeviceShape),
  programs: z.array(knownDeviceShape),
  tokens: z.array(personalTokenShape),
});
