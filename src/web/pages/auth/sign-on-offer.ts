import { paths, withQuery } from '../../paths.js';
import type { Services } from '../../services.js';

export interface SignOnOffer {
  /** What people call the provider. */
  readonly label: string;
  readonly href: string;
}

interface SignOnWish {
  readonly next?: string;
  /** Whether the provider has to ask also whoever is signed in there. */
  readonly again?: boolean;
}

/** The way in by the organization's own sign-in; null where there is none. */
export async function signOnOffer(
  { singleSignOn, config, people }: Pick<Services, 'singleSignOn' | 'config' | 'people'>,
  { next, again = false }: SignOnWish = {},
): Promise<SignOnOffer | null> {
  if (singleSignOn === undefined) return null;
  if ((await people.access.signOnOrganization(config.singleSignOn?.organization)) === undefined) return null;
  const query = { next: next === paths.home ? undefined : next, again: again ? 'yes' : undefined };
  return { label: singleSignOn.label, href: withQuery(paths.auth.singleSignOn, query) };
}
