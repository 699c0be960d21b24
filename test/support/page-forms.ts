/** What a page offers to send and where it leads, read from its HTML as the product writes it. */

export interface PageForm {
  readonly method: 'get' | 'post';
  readonly action: string;
  /** Further addresses that buttons of the form send it to. */
  readonly otherActions: readonly string[];
  /** Names of its fields and of buttons that carry a value. */
  readonly names: readonly string[];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&#34;': '"',
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
};

function decode(text: string): string {
  return text.replace(/&(?:amp|#34|#39|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** The value of an attribute of a tag; undefined where it has none. */
function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : decode(value);
}

const CONTROL = /<(?:input|select|textarea|button)\b[^>]*>/g;

export function formsOf(html: string): PageForm[] {
  const outside = [...html.matchAll(CONTROL)].map(([tag]) => tag).filter((tag) => attribute(tag, 'form') !== undefined);
  return [...html.matchAll(/(<form\b[^>]*>)([\s\S]*?)<\/form>/g)].map(([, open = '', content = '']) => {
    const id = attribute(open, 'id');
    const inside = [...content.matchAll(CONTROL)]
      .map(([tag]) => tag)
      .filter((tag) => attribute(tag, 'form') === undefined);
    const controls = [...inside, ...outside.filter((tag) => id !== undefined && attribute(tag, 'form') === id)];
    return {
      method: attribute(open, 'method')?.toLowerCase() === 'post' ? 'post' : 'get',
      action: attribute(open, 'action') ?? '',
      otherActions: controls.flatMap((tag) => attribute(tag, 'formaction') ?? []),
      names: [...new Set(controls.flatMap((tag) => attribute(tag, 'name') ?? []))],
    };
  });
}

/** Addresses of our own that a page links to or takes pictures, styles and scripts from. */
export function addressesOf(html: string): string[] {
  const found = [...html.matchAll(/\s(?:href|src|data-upload-url|hx-get)="(\/[^"]*)"/g)].map(([, address = '']) =>
    decode(address),
  );
  return [...new Set(found.map((address) => address.split('#', 1)[0] ?? ''))];
}

/** What the form to an address carries without being filled in: its hidden fields, without the session's token. */
export function hiddenFields(html: string, action: string): Record<string, string> {
  const form = [...html.matchAll(/(<form\b[^>]*>)([\s\S]*?)<\/form>/g)].find(
    ([, open = '']) => attribute(open, 'action') === action && attribute(open, 'method') === 'post',
  );
  const fields = [...(form?.[2] ?? '').matchAll(/<input type="hidden"[^>]*>/g)].map(
    ([tag]) => [attribute(tag, 'name') ?? '', attribute(tag, 'value') ?? ''] as const,
  );
  return Object.fromEntries(fields.filter(([name]) => name !== '_csrf'));
}
