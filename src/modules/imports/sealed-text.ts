import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Keeps passwords of a file unreadable between upload and confirmation, and tells whether two files are the same. */
export interface Seal {
  seal(text: string): string;
  /** @throws when the text was not sealed by this seal */
  open(sealed: string): string;
  /** A name for content that nobody can find by guessing. Feed it parts, then ask for the digest. */
  fingerprint(): { add(part: string): void; digest(): string };
}

const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;

/** `secret` is one of the installation's; when it changes, unconfirmed files with passwords have to be uploaded again. */
export function createSeal(secret: string): Seal {
  const key = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
  const sealKey = key('imports: cells');
  const nameKey = key('imports: fingerprints');
  return {
    seal(text) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv(CIPHER, sealKey, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv(CIPHER, sealKey, bytes.subarray(0, NONCE));
      decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
    },
    fingerprint() {
      const hmac = createHmac('sha256', nameKey);
      return {
        // The length in front keeps two parts from reading like other two.
        add: (part) => void hmac.update(`${part.length}:${part}`),
        digest: () => hmac.digest('hex'),
      };
    },
  };
}
