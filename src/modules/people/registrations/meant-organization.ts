import type { Organization } from '../../organizations/index.js';

/**
 * Which organization a registration is for: the one that is named, else the only one that lists the domain, else the
 * only one that is open. Undefined where it is none of them, or where that one does not list the domain.
 */
export function meantOrganization(
  all: readonly Organization[],
  email: string,
  slug: string | null,
): Organization | undefined {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  const open = all.filter(({ settings }) => settings.registrationOpen);
  const lists = ({ settings }: Organization) => settings.allowedDomains.includes(domain);
  const takes = (one: Organization) => one.settings.allowedDomains.length === 0 || lists(one);
  if (slug !== null) return open.find((one) => one.slug === slug && takes(one));
  const listed = open.filter(lists);
  return listed.length > 0 ? only(listed) : only(open.length === 1 ? open.filter(takes) : []);
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}
