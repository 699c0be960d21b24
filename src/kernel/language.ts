/**
 * The language in which somebody is spoken to, as BCP 47 tag. What the person chose counts; where the organization writes
 * the same language in its own way (`de-AT`), in that way. Without a choice it is the organization's.
 */
export function languageFor(chosen: string, organizationLocale: string): string {
  const same = chosen === '' || primaryOf(chosen) === primaryOf(organizationLocale);
  return same ? organizationLocale : chosen;
}

function primaryOf(tag: string): string {
  return tag.toLowerCase().split('-', 1)[0] ?? '';
}
