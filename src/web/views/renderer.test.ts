import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRenderer, type PageChrome } from './index.js';

const viewsDir = mkdtempSync(join(tmpdir(), 'views-'));
const chrome: PageChrome = {
  title: 'Home',
  lang: 'en',
  dir: 'ltr',
  theme: 'light',
  workspaces: [],
  flash: [],
  path: '/',
  live: false,
};
const renderer = createRenderer({ viewsDir, cache: false, asset: (path) => `${path}?v=1` });
const lenient = createRenderer({ viewsDir, cache: true, asset: (path) => path });

function write(name: string, text: string): void {
  const file = join(viewsDir, `${name}.ejs`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
const fragment = (text: string, model: object = {}) => {
  write('pages/probe', text);
  return renderer.renderFragment('pages/probe', model, chrome);
};

beforeAll(() => {
  write('layouts/plain', '<title><%= m.chrome.title %></title><main><%= m.body %></main>');
  write('layouts/app', '<nav></nav><%= m.body %>');
  write('components/box', '<div><%= m.title ?? "no title" %>|<%= m.body ?? "" %></div>');
  write('pages/part', '<%= m.name %>/<%= m.extra %>');
  write('emails/hello', '<%= m.t("app.name") %> <%= m.name %>');
});
afterAll(() => rmSync(viewsDir, { recursive: true }));

describe('renderer', () => {
  it('escapes text and keeps markup that templates made', () => {
    expect(fragment('<%= m.name %>', { name: `<b>"O'Neil" & co</b>` })).toBe(
      '&lt;b&gt;&#34;O&#39;Neil&#34; &amp; co&lt;/b&gt;',
    );
    expect(fragment("<%= include('/components/box', { title: m.name, body: '<i>' }) %>", { name: '<b>' })).toBe(
      '<div>&lt;b&gt;|&lt;i&gt;</div>',
    );
    expect(
      fragment("<%= include('/components/box', { body: capture(() => { %><i><%= m.name %></i><% }) }) %>", {
        name: '<b>',
      }),
    ).toBe('<div>no title|<i>&lt;b&gt;</i></div>');
  });

  it('shows a component only what it is given, a partial of a page its parent as well', () => {
    expect(fragment("<%- include('/components/box') %>", { title: 'of the page' })).toBe('<div>no title|</div>');
    expect(fragment("<%- include('/pages/part', { extra: 2 }) %>", { name: 'a' })).toBe('a/2');
  });

  it('puts the page into the layout of who looks', () => {
    write('pages/home', '<p>hi</p>');
    expect(renderer.renderPage('home', {}, chrome)).toBe('<title>Home</title><main><p>hi</p></main>');
    expect(
      renderer.renderPage('home', {}, { ...chrome, viewer: { id: 'p', name: 'Terri Duffy', initials: 'TD' } }),
    ).toBe('<nav></nav><p>hi</p>');
    expect(renderer.renderEmail('hello', { name: 'Terri' }, 'de')).toBe('Prowess Points Terri');
  });

  it('draws icons, spoken only where they have a label', () => {
    expect(fragment("<%= m.icon('bell') %>")).toBe(
      '<svg class="icon" aria-hidden="true"><use href="/icons/sprite.svg?v=1#bell"></use></svg>',
    );
    expect(fragment("<%= m.icon('bell', m.l) %>", { l: '"x"' })).toContain('role="img" aria-label="&#34;x&#34;"');
  });

  it.each([
    ['a missing value', '<%= m.nothing %>', /no text for undefined/],
    ['an object', '<%= m.chrome %>', /no text for object/],
    ['not a number', '<%= 0 / 0 %>', /no text for number/],
    ['an unknown text', "<%= m.t('no.such') %>", /no\.such/],
    ['an undeclared name', '<%= nothing %>', /nothing is not defined/],
    ['a relative include', "<%- include('box') %>", /named from the root/],
    ['an include outside the views', "<%- include('/../secret') %>", /named from the root/],
  ])('refuses %s when strict', (_what, text, message) => {
    expect(() => fragment(text)).toThrow(message);
  });

  it('refuses a local that hides a tool when strict', () => {
    expect(() => fragment("<%- include('/components/box', { icon: 'x' }) %>")).toThrow(/"icon" is a tool/);
  });

  it('shows nothing for a missing value in production, and names the line of an error', () => {
    write('pages/lenient', '<p><%= m.nothing %></p>');
    expect(lenient.renderFragment('pages/lenient', {}, chrome)).toBe('<p></p>');
    expect(() => fragment('one\ntwo\n<%= nothing %>')).toThrow(/probe\.ejs:3/);
  });

  it('compiles once where it caches', () => {
    write('pages/cached', 'one');
    expect(lenient.renderFragment('pages/cached', {}, chrome)).toBe('one');
    write('pages/cached', 'two');
    expect(lenient.renderFragment('pages/cached', {}, chrome)).toBe('one');
  });
});
