import { z } from 'zod';
import { grantShape, idShape } from './common.js';

export const signedInShape = z.object({
  person: z.object({
    id: idShape,
    name: z.string(),
    email: z.string(),
    grade: z.string(),
    grants: z.array(grantShape),
  }),
});

export const tokensShape = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  tokenType: z.literal('Bearer'),
  expiresIn: z.int(),
});

/** What was asked is being done; the answer does not say for whom. */
export const acceptedShape = z.object({ accepted: z.boolean() });
