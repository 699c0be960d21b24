import path from 'node:path';
import type { Clock } from '../../src/kernel/clock.js';
import type { AccountMailDependencies } from '../../src/modules/people/index.js';
import { createMailer, type KeptMail, type Mailer } from '../../src/platform/mailer/index.js';
import type { Storage } from '../../src/platform/storage/index.js';
import { asset } from '../../src/web/assets.js';
import { choosePasswordLink, paths } from '../../src/web/paths.js';
import { createRenderer } from '../../src/web/views/index.js';
import { projectRoot } from '../../src/project-root.js';
import { silentLogger } from './temporary-storage.js';

export interface TestMail extends AccountMailDependencies {
  readonly mailer: Mailer;
}

/** Mails about accounts as the product makes them; kept, or sent where a server is named. */
export function accountMail(storage: Storage, clock: Clock, smtpUrl?: string): TestMail {
  const config = { smtpUrl, mailFrom: 'Points <points@example.org>', mode: 'test' as const };
  const renderer = createRenderer({ viewsDir: path.join(projectRoot(), 'views'), cache: true, strict: true, asset });
  return {
    mailer: createMailer({ storage, clock, logger: silentLogger, config }),
    renderEmail: (...mail) => renderer.renderEmail(...mail),
    publicUrl: 'https://points.example.org',
    links: { choosePassword: choosePasswordLink, forgotPassword: paths.auth.forgotPassword },
  };
}

/** The mails that were kept for an address, the newest first. */
export async function mailsTo({ mailbox }: Pick<Mailer, 'mailbox'>, address: string): Promise<KeptMail[]> {
  const { items = [] } = (await mailbox?.list({ number: 1, size: 100 })) ?? {};
  return items.filter(({ to }) => to.includes(address));
}

/** The code in a mail. */
export function codeIn({ text }: Pick<KeptMail, 'text'>): string {
  return /^ {4}(\d{6})$/m.exec(text)?.[1] ?? 'no code';
}

/** The token of the link in a mail. */
export function tokenIn({ text }: Pick<KeptMail, 'text'>): string {
  return /[?&]token=([\w-]+)/.exec(text)?.[1] ?? 'no token';
}
