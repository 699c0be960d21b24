const MAX_LENGTH = 60;

/** The name as it stands in addresses: "Adventure Works, Inc." becomes `adventure-works-inc`; empty when nothing is left. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .replace(/ /g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/-$/, '');
}
