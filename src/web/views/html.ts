/** Markup that a template made. Everything else that reaches a page is text and gets escaped. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/**
 * What `<%= %>` writes: markup as it is, anything else escaped. A value that is missing or has no text of its own is a
 * mistake of the page: it throws when strict and stays empty otherwise.
 */
export function createEscape(strict: boolean): (value: unknown) => string {
  return writerOf(strict, escapeText);
}

/** The same for templates of plain text, where nothing is markup and nothing has to be escaped. */
export function createPlainText(strict: boolean): (value: unknown) => string {
  return writerOf(strict, (text) => text);
}

function writerOf(strict: boolean, write: (text: string) => string): (value: unknown) => string {
  return (value) => {
    if (value instanceof Html) return value.toString();
    if (typeof value === 'string') return write(value);
    if (typeof value === 'bigint' || typeof value === 'boolean' || Number.isFinite(value)) return String(value);
    if (strict) throw new TypeError(`a page shows no text for ${value === null ? 'null' : typeof value}`);
    return '';
  };
}
