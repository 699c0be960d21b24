import { createHash } from 'node:crypto';
import type { Model } from 'mongoose';
import type { Clock } from '../../../kernel/clock.js';
import { newToken } from '../../../kernel/ids.js';
import { operator } from '../../../platform/storage/index.js';
import type { AccessLinkRecord, LinkKind } from './access-link.model.js';

/** A link that was just made; the token is known here and in the mail, and nowhere else. */
export interface NewLink {
  readonly token: string;
  readonly expires: Date;
}

/** Links of mails with which people choose a password. Everything joins the surrounding transaction. */
export interface AccessLinks {
  /** Makes a link and ends the earlier ones of its kind. Undefined when there was one for the key already. */
  make(link: {
    person: string;
    email: string;
    organization: string;
    kind: LinkKind;
    key: string;
    ms: number;
  }): Promise<NewLink | undefined>;
  /** The link of a token that can still be used. */
  find(token: string): Promise<AccessLinkRecord | undefined>;
  /** Uses a link up; false when somebody was faster. */
  use(id: string): Promise<boolean>;
  /** Ends all links of a person. */
  endAll(person: string): Promise<void>;
}

const DAY_MS = 86_400_000;
/** An event comes again within this time, if at all. */
const KEPT_MS = 30 * DAY_MS;
const TOKEN = /^[\w-]{43}$/;

export function createAccessLinks({ links, clock }: { links: Model<AccessLinkRecord>; clock: Clock }): AccessLinks {
  const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');
  const stillGood = () => ({ endedAt: null, expires: operator({ $gte: clock.now() }) });

  return {
    async make({ person, email, organization, kind, key, ms }) {
      if ((await links.findOne({ key }).select({ _id: 1 }).lean()) !== null) return undefined;
      const now = clock.now();
      await links.updateMany({ person, kind, endedAt: null }, { $set: { endedAt: now } });
      const token = newToken();
      const expires = new Date(now.getTime() + ms);
      const removeAt = new Date(expires.getTime() + KEPT_MS);
      await links.insertMany(
        [{ _id: hashOf(token), organization, person, email, kind, key, expires, endedAt: null, removeAt }],
        {
          lean: true,
        },
      );
      return { token, expires };
    },
    async find(token) {
      if (!TOKEN.test(token)) return undefined;
      return (await links.findOne({ _id: hashOf(token), ...stillGood() }).lean<AccessLinkRecord>()) ?? undefined;
    },
    async use(id) {
      const { matchedCount } = await links.updateOne({ _id: id, ...stillGood() }, { $set: { endedAt: clock.now() } });
      return matchedCount === 1;
    },
    async endAll(person) {
      await links.updateMany({ person, endedAt: null }, { $set: { endedAt: clock.now() } });
    },
  };
}
