import { createHash } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import type { Actor } from '../../kernel/actor.js';
import { NotFound, ruleBroken, TooLarge, UnsupportedType } from '../../kernel/errors.js';
import { contentPath, isStorageFull, keepContent, pixelSize, storageFull } from '../../platform/uploads/index.js';
import type { OrganizationLogo } from './organization.js';
import { assertManagesSettings, freshRecord, writeChange, type OrganizationParts } from './organization-parts.js';

export const MAX_LOGO_BYTES = 512 * 1024;
/** Of either side. */
export const MAX_LOGO_PIXELS = 2000;
/** Drawings may carry scripts, so they are not among them. */
const ACCEPTED: readonly string[] = ['image/png', 'image/jpeg', 'image/webp'];

/** Where an uploaded picture waits; whoever received it removes what is left there. */
export interface UploadedLogo {
  readonly temporaryPath: string;
  readonly size: number;
}

/** What is needed to send a logo. */
export interface ReadableLogo extends OrganizationLogo {
  readonly path: string;
}

export function createLogo(parts: OrganizationParts) {
  const { storage, outbox, uploadsDir } = parts;

  /** A folder for each organization: what one keeps or removes is nothing to another. */
  function pathOf(organizationId: string, hash: string): string {
    return contentPath(path.join(uploadsDir, 'logos', organizationId), hash);
  }

  async function replace(actor: Actor, logo: OrganizationLogo | null): Promise<void> {
    const before = await storage.run(async () => {
      const { logo: old = null } = await freshRecord(parts, actor.organizationId);
      if (old?.hash === logo?.hash) return old;
      await writeChange(parts, actor, { logo });
      await outbox.record(actor, {
        type: 'settings.changed',
        subject: { type: 'organization', id: actor.organizationId },
        data: { fields: ['logo'] },
        before: { logo: described(old) },
        after: { logo: described(logo) },
      });
      return old;
    });
    if (before !== null && before.hash !== logo?.hash) {
      await rm(pathOf(actor.organizationId, before.hash), { force: true });
    }
  }

  return {
    async setLogo(actor: Actor, file: UploadedLogo): Promise<OrganizationLogo> {
      assertManagesSettings(actor);
      if (file.size > MAX_LOGO_BYTES) throw tooLarge('A logo may have at most 512 kB.');
      const content = await readFile(file.temporaryPath);
      const logo = {
        hash: createHash('sha256').update(content).digest('hex'),
        type: await logoType(content),
        size: content.length,
      };
      try {
        await keepContent(path.join(uploadsDir, 'logos', actor.organizationId), logo.hash, file.temporaryPath);
      } catch (error) {
        throw isStorageFull(error) ? storageFull(error) : error;
      }
      await replace(actor, logo);
      return logo;
    },
    async removeLogo(actor: Actor): Promise<void> {
      assertManagesSettings(actor);
      await replace(actor, null);
    },
    async openLogo(organizationId: string, logo: OrganizationLogo | null): Promise<ReadableLogo> {
      const place = logo === null ? undefined : pathOf(organizationId, logo.hash);
      const found = place === undefined ? undefined : await stat(place).catch(() => undefined);
      if (logo === null || place === undefined || found === undefined) {
        throw new NotFound('logo.not_found', 'The organization has no logo.');
      }
      return { ...logo, path: place, size: found.size };
    },
  };
}

/** As the audit keeps it. */
function described(logo: OrganizationLogo | null) {
  return logo === null ? null : { type: logo.type, size: logo.size, sha256: logo.hash };
}

/** What a picture is by its content. @throws RuleBroken, UnsupportedType, TooLarge at the field `file` */
async function logoType(content: Buffer): Promise<string> {
  if (content.length === 0) throw ruleBroken('logo.empty', 'file', 'The file is empty.');
  const found = await fileTypeFromBuffer(content).catch(() => undefined);
  if (found === undefined || !ACCEPTED.includes(found.mime)) {
    throw unsupported('Only PNG, JPG and WEBP pictures are accepted. Save a drawing (SVG) as PNG first.');
  }
  const size = pixelSize(content, found.mime);
  if (size === undefined || size.width === 0 || size.height === 0) throw unsupported('The picture is damaged.');
  if (size.width > MAX_LOGO_PIXELS || size.height > MAX_LOGO_PIXELS) {
    throw tooLarge(`The picture has ${size.width} x ${size.height} pixels. At most 2000 x 2000 are accepted.`);
  }
  return found.mime;
}

function unsupported(message: string): UnsupportedType {
  return new UnsupportedType('logo.type_not_accepted', message, { errors: [{ path: 'file', message }] });
}

function tooLarge(message: string): TooLarge {
  return new TooLarge('logo.too_large', message, { errors: [{ path: 'file', message }] });
}
