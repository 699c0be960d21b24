import type { Mailer } from '../../../platform/mailer/index.js';
import type { Organization } from '../../organizations/index.js';
import type { Letter } from './account-letters.js';

/** What mails about accounts are made with; built above the modules. */
export interface AccountMailDependencies {
  readonly mailer: Pick<Mailer, 'queue'>;
  /** Renders `views/emails/<name>.ejs` in a language. */
  readonly renderEmail: (name: string, model: object, language: string, zone?: string) => string;
  /** How people reach the product, without a slash at the end. */
  readonly publicUrl: string;
  readonly links: AccountLinks;
}

/** Where links in these mails lead; addresses without the host. */
export interface AccountLinks {
  /** The page on which a password is chosen with a token. */
  choosePassword(token: string): string;
  readonly forgotPassword: string;
}

/** Whom a mail is for. */
export interface Addressee {
  readonly name: string;
  readonly email: string;
  /** BCP 47; the organization's language where absent. */
  readonly preferences?: { readonly language: string };
}

/** Mails that belong to having an account. Nobody can switch them off. */
export interface AccountMail {
  /** Queues a letter in the surrounding transaction, once for a key. Runs in the organization's context. */
  send(key: string, to: Addressee, organization: Organization, letter: Letter): Promise<void>;
  readonly links: AccountLinks;
}

export function createAccountMail({ mailer, renderEmail, publicUrl, links }: AccountMailDependencies): AccountMail {
  return {
    links,
    async send(key, to, organization, letter) {
      const { subject, paragraphs, code, note } = letter;
      const action =
        letter.action === null ? null : { label: letter.action.label, link: publicUrl + letter.action.path };
      const chosen = to.preferences?.language ?? '';
      const language = chosen === '' ? organization.settings.locale : chosen;
      const organizationName = organization.name;
      await mailer.queue([
        {
          key,
          kind: 'account',
          ofAccount: true,
          to: { name: to.name, address: to.email },
          subject,
          text: textOf({ name: to.name, paragraphs, code, action, note, organizationName }),
          html: renderEmail(
            'account',
            { name: to.name, subject, paragraphs, code, action, note, organizationName },
            language,
            organization.calendar.zone,
          ),
        },
      ]);
    },
  };
}

interface TextParts extends Omit<Letter, 'subject' | 'action'> {
  readonly name: string;
  readonly action: { readonly label: string; readonly link: string } | null;
  readonly organizationName: string;
}

function textOf({ name, paragraphs, code, action, note, organizationName }: TextParts): string {
  return [
    `Hello ${name},`,
    ...paragraphs,
    ...(code === null ? [] : [`    ${code}`]),
    ...(action === null ? [] : [`${action.label}: ${action.link}`]),
    note,
    `-- \n${organizationName} · Prowess Points`,
  ].join('\n\n');
}
