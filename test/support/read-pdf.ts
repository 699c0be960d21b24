import { inflateSync } from 'node:zlib';

export interface ReadPdf {
  readonly pages: number;
  /** What is written on all pages in the order of drawing, without blanks: letters are put where they belong one by one. */
  readonly text: string;
}

/** Reads the text of a PDF as the browser writes it: objects one after the other, fonts with a table of their characters. */
export function readPdf(file: Buffer): ReadPdf {
  const raw = file.toString('latin1');
  const objects = new Map<number, string>();
  for (const [, id = '', body = ''] of raw.matchAll(/(?:^|\n)(\d+) 0 obj\s([\s\S]*?)\sendobj/g)) {
    objects.set(Number(id), body);
  }
  const fonts = new Map<string, ReadonlyMap<number, string>>();
  for (const body of objects.values()) {
    for (const [, name = '', id = ''] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(Number(id)) ?? '')?.[1];
      if (table !== undefined) fonts.set(name, charactersOf(streamOf(objects.get(Number(table)) ?? '')));
    }
  }
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b(?!s)/.test(body));
  const contents = pages.flatMap((body) => /\/Contents (\d+) 0 R/.exec(body)?.[1] ?? []);
  return {
    pages: pages.length,
    text: contents.map((id) => written(streamOf(objects.get(Number(id)) ?? ''), fonts)).join('\n'),
  };
}

function streamOf(body: string): string {
  const start = /stream\r?\n/.exec(body);
  if (start === null) return '';
  const length = Number(/\/Length (\d+)/.exec(body)?.[1] ?? 0);
  const from = start.index + start[0].length;
  const bytes = Buffer.from(body.slice(from, from + length), 'latin1');
  return body.includes('/FlateDecode') ? inflateSync(bytes).toString('latin1') : bytes.toString('latin1');
}

/** Glyph to character. */
function charactersOf(table: string): ReadonlyMap<number, string> {
  const characters = new Map<number, string>();
  const letters = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le');
  for (const [, block = ''] of table.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, glyph = '', hex = ''] of block.matchAll(/<([0-9A-F]+)>\s*<([0-9A-F]+)>/gi)) {
      characters.set(parseInt(glyph, 16), letters(hex));
    }
  }
  for (const [, block = ''] of table.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, first = '', last = '', hex = ''] of block.matchAll(
      /<([0-9A-F]+)>\s*<([0-9A-F]+)>\s*<([0-9A-F]+)>/gi,
    )) {
      for (let glyph = parseInt(first, 16); glyph <= parseInt(last, 16); glyph += 1) {
        characters.set(glyph, String.fromCodePoint(parseInt(hex, 16) + glyph - parseInt(first, 16)));
      }
    }
  }
  return characters;
}

function written(content: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font: ReadonlyMap<number, string> | undefined;
  let text = '';
  for (const [, name, hex] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9A-F]+)>/gi)) {
    if (name !== undefined) font = fonts.get(name);
    for (const [glyph] of (hex ?? '').matchAll(/.{4}/g)) text += font?.get(parseInt(glyph, 16)) ?? '';
  }
  return text.replaceAll(/\s/g, '');
}
