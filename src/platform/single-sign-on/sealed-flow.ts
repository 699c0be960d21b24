import { createHmac } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';
import type { Clock } from '../../kernel/clock.js';
import { FLOW_MINUTES, type SignOnFlow } from './single-sign-on.js';

export interface FlowSeal {
  seal(flow: SignOnFlow): Promise<string>;
  open(sealed: string, state: string): Promise<SignOnFlow | undefined>;
}

const SEAL = { alg: 'dir', enc: 'A256GCM' } as const;
/** More than any flow is long; longer texts are not even read. */
const MAX_LENGTH = 6000;

/** Flows lie in the browser, where nobody can read or change them, and end by themselves. Nothing is stored here. */
export function createFlowSeal({ secret, clock }: { readonly secret: string; readonly clock: Clock }): FlowSeal {
  const key = createHmac('sha256', secret).update('flows of single sign-on').digest();
  return {
    seal: (flow) =>
      new EncryptJWT({ ...flow })
        .setProtectedHeader(SEAL)
        .setExpirationTime(new Date(flow.begunAt + FLOW_MINUTES * 60_000))
        .encrypt(key),
    async open(sealed, state) {
      if (sealed.length > MAX_LENGTH) return undefined;
      try {
        const { payload } = await jwtDecrypt<SignOnFlow>(sealed, key, {
          keyManagementAlgorithms: [SEAL.alg],
          contentEncryptionAlgorithms: [SEAL.enc],
          requiredClaims: ['exp'],
          currentDate: clock.now(),
        });
        const { nonce, verifier, next, again, begunAt } = payload;
        return payload.state === state ? { state, nonce, verifier, next, again, begunAt } : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
