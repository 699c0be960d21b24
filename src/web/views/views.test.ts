import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { asset } from '../assets.js';
import { catalogueModel } from './catalogue.js';
import { createRenderer, type PageChrome } from './index.js';
import { createTemplateStore } from './template-store.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const viewsDir = `${root}views`;
const files = (folder: string, ending: string) =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending));
const views = files('views', '.ejs').map((name) => ({ name, text: readFileSync(`${viewsDir}/${name}`, 'utf8') }));
const symbols = new Set(
  [...readFileSync(`${root}public/icons/sprite.svg`, 'utf8').matchAll(/<symbol id="([\w-]+)"/g)].map(([, id]) => id),
);

describe('views', () => {
  const template = createTemplateStore({ viewsDir, cache: false, strict: true });

  it.each(views.map(({ name }) => name))('%s compiles', (name) => {
    expect(() => template(`/${name.replace(/\.ejs$/, '')}`)).not.toThrow();
  });

  // Mails carry their styles inline: mail readers drop everything else.
  it.each(views.filter(({ name }) => !name.startsWith('emails/')))(
    '$name writes nothing unescaped, and nothing inline',
    ({ text }) => {
      expect([...text.matchAll(/<%-(?!\s*(?:include|part)\()[^%]*/g)].map(([tag]) => tag)).toEqual([]);
      expect(text).not.toMatch(/<[^>%]*\s(style|on[a-z]+)="/);
      expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|<style|(src|href)="https?:/);
    },
  );

  it('use icons that the sprite has', () => {
    const code = files('src/web', '.ts')
      .filter((name) => !name.endsWith('.test.ts'))
      .map((name) => readFileSync(`${root}src/web/${name}`, 'utf8'));
    const used = [...views.map(({ text }) => text), ...code].flatMap((text) =>
      [...text.matchAll(/(?:symbol|icon): '([\w-]+)'|m\.icon\('([\w-]+)'/g)].map(([, a, b]) => a ?? b),
    );
    expect(used.length).toBeGreaterThan(20);
    expect(used.filter((name) => !symbols.has(name))).toEqual([]);
  });

  it('render the catalogue of components in every layout and language', () => {
    const renderer = createRenderer({ viewsDir, cache: false, asset });
    const model = catalogueModel();
    const [viewer] = model.people;
    const chrome: PageChrome = {
      title: 'Components',
      lang: 'en',
      zone: 'Asia/Kolkata',
      now: new Date('2025-11-14T10:00:00Z'),
      dir: 'ltr',
      theme: 'system',
      csrfToken: 'token-1',
      path: '/dev/components',
      live: false,
      demo: true,
      flash: [{ kind: 'info', text: '<b>' }],
      workspaces: [
        {
          key: 'employee',
          label: 'You',
          href: '/',
          icon: 'house',
          active: true,
          pages: [{ label: 'Home', href: '/', active: true }],
        },
      ],
      ...(viewer !== undefined && { viewer }),
      bell: { unread: 3, href: '/bell' },
      search: { action: '/people', query: '' },
    };
    for (const layout of ['app', 'plain', 'print'] as const) {
      for (const lang of ['en', 'de', 'hi', 'es']) {
        const page = renderer.renderPage('dev/components', model, { ...chrome, layout, lang });
        expect(page).toContain('<main id="main"');
        expect(page).not.toMatch(/undefined|\[object|NaN|<b>/);
        const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
        expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
      }
    }
  });

  it('put the token of the session into every form that changes something', () => {
    const renderer = createRenderer({ viewsDir, cache: false, asset });
    const chrome: PageChrome = {
      title: 'x',
      lang: 'en',
      dir: 'ltr',
      theme: 'light',
      csrfToken: 'token-1',
      path: '/',
      live: false,
      flash: [],
      workspaces: [],
    };
    const action = renderer.renderFragment(
      'components/action',
      { label: 'Go', post: '/x', fields: { id: '7', _csrf: 'other' } },
      chrome,
    );
    expect(action.match(/name="_csrf" value="[^"]*"/g)).toEqual(['name="_csrf" value="token-1"']);
    expect(action).toContain('name="id" value="7"');
    const panel = renderer.renderFragment(
      'components/decision-panel',
      { action: '/x', about: 'y', templates: [], maxLength: 10, fields: { _csrf: 'other' } },
      chrome,
    );
    expect(panel.match(/name="_csrf" value="[^"]*"/g)).toEqual(['name="_csrf" value="token-1"']);
  });

  it('a bar is full at the target while its figures go on', () => {
    const renderer = createRenderer({ viewsDir, cache: false, asset });
    const chrome: PageChrome = {
      title: 'x',
      lang: 'en',
      dir: 'ltr',
      theme: 'light',
      path: '/',
      live: false,
      flash: [],
      workspaces: [],
    };
    const bar = renderer.renderFragment('components/progress', { label: 'Year', value: 9000, max: 7700 }, chrome);
    expect(bar).toContain('value="7700" max="7700"');
    expect(bar).toContain('9,000 of 7,700');
    expect(bar).toContain('Reached');
    expect(() => renderer.renderFragment('components/stat', { label: 'Total', figure: '1' }, chrome)).toThrow();
  });
});
