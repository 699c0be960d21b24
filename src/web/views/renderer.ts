import { systemClock } from '../../kernel/clock.js';
import { paths } from '../paths.js';
import { translator, type Translate } from '../text/index.js';
import type { LayoutName, PageChrome } from './chrome.js';
import { createFormatters, type Formatters } from './formatters.js';
import { Html, escapeText } from './html.js';
import { createTemplateStore } from './template-store.js';

export interface RendererOptions {
  /** The folder with layouts/, components/, pages/ and emails/. */
  readonly viewsDir: string;
  /** Compiles each template once; for production. */
  readonly cache: boolean;
  /** Throws on missing texts and values; on where templates are not cached, unless said. */
  readonly strict?: boolean;
  /** Address of a file with its version: `/css/app.css` -> `/css/app.css?v=…`. */
  readonly asset: (path: string) => string;
}

/** What every template has in `m`, besides its own locals. */
export interface TemplateTools {
  readonly t: Translate;
  readonly fmt: Formatters;
  /** An icon of the sprite; with a label it speaks, without one it is decoration. */
  readonly icon: (name: string, label?: string) => Html;
  readonly asset: (path: string) => string;
  readonly paths: typeof paths;
  readonly chrome: PageChrome;
}

export interface Renderer {
  /** `views/pages/<name>.ejs` inside the layout of the chrome (`app` for who is signed in, else `plain`). */
  renderPage(name: string, model: object, chrome: PageChrome): string;
  /** `views/<name>.ejs` without a layout, for parts of a page: `components/table`, `pages/hr/_row`. */
  renderFragment(name: string, model: object, chrome: PageChrome): string;
  /** `views/emails/<name>.ejs`, in a language, without chrome; `<name>.txt` is plain text. `path` in the chrome is empty. */
  renderEmail(name: string, model: object, language: string, zone?: string): string;
}

function iconOf(asset: (path: string) => string): TemplateTools['icon'] {
  return (name, label) => {
    const speech = label === undefined ? 'aria-hidden="true"' : `role="img" aria-label="${escapeText(label)}"`;
    return new Html(
      `<svg class="icon" ${speech}><use href="${asset('/icons/sprite.svg')}#${escapeText(name)}"></use></svg>`,
    );
  };
}

/**
 * Renders pages. Templates say `m.x`; `<%= %>` escapes everything but markup that `include`, `capture` or `m.icon`
 * made. A component sees the tools and what it is given, never the page's other locals; partials of pages and emails
 * see their parent's locals as well.
 */
export function createRenderer({ viewsDir, cache, strict = !cache, asset }: RendererOptions): Renderer {
  const template = createTemplateStore({ viewsDir, cache, strict });
  const icon = iconOf(asset);

  const toolsFor = (chrome: PageChrome) => {
    const locale = chrome.locale ?? chrome.lang;
    const t = translator(chrome.lang, { locale, strict });
    const fmt = createFormatters({ locale, zone: chrome.zone ?? 'UTC', t, now: chrome.now ?? systemClock.now() });
    const tools = {
      t,
      fmt,
      icon,
      asset,
      paths,
      chrome,
      asHtml: (markup: string) => new Html(markup),
      includeFor:
        (parent: object) =>
        (name: string, locals: object = {}) => {
          const alone = name.startsWith('/components/') || name.startsWith('/layouts/');
          return render(name, alone ? locals : { ...withoutTools(parent), ...locals }, tools);
        },
    } satisfies TemplateTools & Record<string, unknown>;
    const withoutTools = (locals: object) =>
      Object.fromEntries(Object.entries(locals).filter(([key]) => !Object.hasOwn(tools, key)));
    return tools;
  };

  const render = (name: string, model: object, tools: object): Html => {
    const hidden = strict ? Object.keys(model).find((key) => Object.hasOwn(tools, key)) : undefined;
    if (hidden !== undefined)
      throw new TypeError(`"${hidden}" is a tool of every template and cannot be a local of ${name}`);
    return new Html(template(name)({ ...model, ...tools }));
  };

  return {
    renderPage(name, model, chrome) {
      const tools = toolsFor(chrome);
      const layout: LayoutName = chrome.layout ?? (chrome.viewer === undefined ? 'plain' : 'app');
      const body = render(`/pages/${name}`, model, tools);
      return render(`/layouts/${layout}`, { body }, tools).toString();
    },
    renderFragment: (name, model, chrome) => render(`/${name}`, model, toolsFor(chrome)).toString(),
    renderEmail(name, model, language, zone = 'UTC') {
      const chrome: PageChrome = {
        title: '',
        lang: language,
        zone,
        dir: 'ltr',
        theme: 'light',
        workspaces: [],
        flash: [],
        path: '',
        live: false,
      };
      return render(`/emails/${name}`, model, toolsFor(chrome)).toString();
    },
  };
}
