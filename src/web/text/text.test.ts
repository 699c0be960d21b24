import { describe, expect, it } from 'vitest';
import { areas, en } from './en/index.js';
import { placeholdersOf } from './fill-in.js';
import { catalogues, LANGUAGES, languageOf, translator } from './index.js';

describe('texts', () => {
  it('have one owner per key', () => {
    const keys = Object.values(areas).flatMap((area) => Object.keys(area));
    expect(keys.length).toBe(new Set(keys).size);
    expect(new Set(Object.keys(en))).toEqual(new Set(keys));
  });

  it('name a known language by its primary subtag', () => {
    expect(languageOf('de-AT')).toBe('de');
    expect(languageOf('fr')).toBe('en');
    expect(languageOf(undefined)).toBe('en');
  });

  it.each(LANGUAGES.filter((language) => language !== 'en'))('%s uses the placeholders of English', (language) => {
    const english: Record<string, string> = en;
    for (const [key, text] of Object.entries(catalogues[language])) {
      expect({ key, placeholders: placeholdersOf(text) }).toEqual({
        key,
        placeholders: placeholdersOf(english[key] ?? 'unknown key {?}'),
      });
    }
  });

  it.each(['de', 'hi', 'es'] as const)('%s says what people are told, and frames it', (language) => {
    const told = Object.keys(areas.messages).filter((key) => /^(told|mailFrame|digest|messageKind)\./.test(key));
    expect(told.length).toBeGreaterThan(80);
    expect(told.filter((key) => !Object.hasOwn(catalogues[language], key))).toEqual([]);
  });

  it('count by plural rules and group numbers by locale', () => {
    const t = translator('en', { locale: 'en-IN' });
    expect(t('bell.unread', { count: 1 })).toBe('1 unread notification');
    expect(t('bell.unread', { count: 0 })).toBe('0 unread notifications');
    expect(t('leaderboard.points', { count: 1234567 })).toBe('12,34,567 points');
    expect(translator('de')('leaderboard.points', { count: 1234 })).toBe('1.234 Punkte');
  });

  it('fall back to English, key by key', () => {
    expect(translator('es')('status.pending')).toBe('Pendiente');
    expect(translator('es')('chart.data')).toBe('Figures of this chart');
  });

  it('refuse unknown keys and missing parameters when strict', () => {
    const t = translator('en', { strict: true });
    expect(() => t('no.such.key')).toThrow('no.such.key');
    expect(() => t('constructor')).toThrow('constructor');
    expect(() => t('pager.page')).toThrow('page');
    expect(() => t('bell.unread', { count: 'many' })).toThrow('a number for "count"');
    expect(translator('en')('no.such.key')).toBe('no.such.key');
  });

  it('put values in literally', () => {
    expect(translator('en')('table.selectRow', { name: '$& {x}' })).toBe('Select $& {x}');
  });
});
