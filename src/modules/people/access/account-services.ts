import type { AccessParts } from './access-parts.js';
import { accessLinkSchema, type AccessLinkRecord } from './access-link.model.js';
import { createAccessLinks, type AccessLinks } from './access-links.js';
import { accountAskSchema, type AccountAskRecord } from './account-ask.model.js';
import { createAccountAsks, type AccountAsks } from './account-asks.js';
import { createAccountMail, type AccountMail, type AccountMailDependencies } from './account-mail.js';
import { createFindAccounts, type FindAccounts } from './find-accounts.js';

/** What codes, links, invitations and registrations have in common. */
export interface AccountServices {
  readonly links: AccessLinks;
  readonly asks: AccountAsks;
  readonly mail: AccountMail;
  readonly findAccounts: FindAccounts;
}

export function createAccountServices(
  parts: Omit<AccessParts, 'links'> & { readonly accountMail: AccountMailDependencies },
): AccountServices {
  const { storage, clock } = parts;
  const links = storage.tenantModel<AccessLinkRecord>('AccessLink', accessLinkSchema.clone());
  const asks = storage.globalModel<AccountAskRecord>('AccountAsk', accountAskSchema.clone());
  return {
    links: createAccessLinks({ links, clock }),
    asks: createAccountAsks({ ...parts, asks }),
    mail: createAccountMail(parts.accountMail),
    findAccounts: createFindAccounts(parts),
  };
}
