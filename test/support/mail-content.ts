import type { Email } from 'postal-mime';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', '#34': '"', '#39': "'" };

/** What somebody reads of a mail's HTML: its text without markup, with single blanks. */
export function readHtml(html: string): string {
  return html
    .replace(/<head>[\s\S]*?<\/head>/, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(amp|lt|gt|#34|#39);/g, (_entity, name: string) => ENTITIES[name] ?? '')
    .replace(/\s+/g, ' ');
}

/** Addresses that a mail's HTML leads to. */
export function linksOf(html: string): string[] {
  return [...html.matchAll(/href="([^"]+)"/g)].map(([, address = '']) => address.replaceAll('&amp;', '&'));
}

/** Lines of the text part that its HTML part does not say, or does not lead to. */
export function onlyInText({ text = '', html = '' }: Pick<Email, 'text' | 'html'>): string[] {
  const read = readHtml(html);
  const links = linksOf(html);
  return text
    .split('\n')
    .map((line) => line.replace(/^\s*(> |\* |-- ?)/, '').trim())
    .filter((line) => line !== '')
    .filter((line) => {
      const [, label, address] = /^(?:(.*): )?(https?:\S+)$/.exec(line) ?? [];
      if (address !== undefined) return !links.includes(address) || !read.includes(label ?? '');
      const [organization, product] = line.split(' · ');
      return !(read.includes(line) || (product !== undefined && read.includes(`${product} · ${organization}`)));
    });
}
