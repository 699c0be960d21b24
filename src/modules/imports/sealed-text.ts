import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** A row as it stands in the file, with the id of the record it may become. */
export interface RawRow {
  readonly line: number;
  readonly id: string;
  readonly cells: readonly string[];
}

/** Keeps the rows of a file unreadable between upload and completion, and tells whether two files are the same. */
export interface Seal {
  sealRows(rows: readonly RawRow[]): string;
  /** @throws when the rows were not sealed by this seal */
  openRows(sealed: string): RawRow[];
  /** A name for content that nobody can find by guessing. Feed it parts, then ask for the digest. */
  fingerprint(): { add(part: string): void; digest(): string };
}

const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;

/** `secret` is one of the installation's; when it changes, files that wait have to be uploaded again. */
export function createSeal(secret: string): Seal {
  const key = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
  const sealKey = key('imports: cells');
  const nameKey = key('imports: fingerprints');
  return {
    sealRows(rows) {
      const text = JSON.stringify(rows.map(({ line, id, cells }) => [line, id, ...cells]));
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv(CIPHER, sealKey, nonce);
      const body = Buffer.concat([cipher.update(deflateRawSync(text, { level: 1 })), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
    },
    openRows(sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv(CIPHER, sealKey, bytes.subarray(0, NONCE));
      decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
      const text = inflateRawSync(Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]));
      const rows = JSON.parse(text.toString('utf8')) as [number, string, ...string[]][];
      return rows.map(([line, id, ...cells]) => ({ line, id, cells }));
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
