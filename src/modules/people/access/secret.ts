import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';

/**
 * How a secret of 256 bits of chance is kept. One round of SHA-256 is enough: slow hashes protect what people choose,
 * and nobody guesses this.
 */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;

function keyOf(secret: string): Buffer {
  return createHmac('sha256', secret).update('handover of a session').digest();
}

/** Hides a text from everybody who does not know the secret, the reader of the database included. */
export function sealFor(secret: string, text: string): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(CIPHER, keyOf(secret), nonce);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
}

/** @throws when it was not sealed for this secret */
export function openWith(secret: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv(CIPHER, keyOf(secret), bytes.subarray(0, NONCE));
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
}
