import { readFileSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';
import ejs from 'ejs';
import { allowBlockArguments } from './block-arguments.js';
import { createEscape, createPlainText } from './html.js';

export type Template = (locals: object) => string;

export interface TemplateStoreOptions {
  readonly viewsDir: string;
  /** Compiles each file once. */
  readonly cache: boolean;
  /** Throws where a page shows a missing value. */
  readonly strict: boolean;
}

/**
 * Replaces what EJS offers inside a template: `include` gives a component only what it is given (see renderer), and
 * `capture` turns a block of a template into markup for a component's `body`. Stands on the first line, so that line
 * numbers of errors stay right.
 */
const PRELUDE =
  '<% const include = m.includeFor(m);' +
  ' const capture = (block) => { const before = __output; __output = ""; block(); const made = __output; __output = before; return m.asHtml(made); }; %>';

/**
 * Reads and compiles templates by their absolute name inside the views: `/components/card`. Those whose names end in
 * `.txt` write plain text, in which nothing is escaped.
 */
export function createTemplateStore({ viewsDir, cache, strict }: TemplateStoreOptions): (name: string) => Template {
  const compiled = new Map<string, Template>();
  const escape = createEscape(strict);
  const plain = createPlainText(strict);
  const compile = (name: string): Template => {
    const file = normalize(join(viewsDir, `${name}.ejs`));
    if (!name.startsWith('/') || !file.startsWith(normalize(viewsDir) + sep)) {
      throw new RangeError(`templates are named from the root of the views: ${name}`);
    }
    return ejs.compile(PRELUDE + allowBlockArguments(readFileSync(file, 'utf8')).replace(/\n$/, ''), {
      strict: true,
      localsName: 'm',
      filename: file,
      escape: name.endsWith('.txt') ? plain : escape,
      // The prelude shadows EJS's own include, which is only possible inside the block that this option makes.
      compileDebug: true,
    });
  };
  return (name) => {
    const known = compiled.get(name);
    if (known !== undefined) return known;
    const template = compile(name);
    if (cache) compiled.set(name, template);
    return template;
  };
}
