import { describe, expect, it } from 'vitest';
import { wordsIn } from '../../../test/support/message-words.js';
import { inOneLine, linesOf, oneLine } from './message-words.js';
import { subjectOf } from './message-mail.js';

describe('what people typed', () => {
  it('stands in one line, whatever it was', () => {
    expect(oneLine('Dylan\r\nBcc: all@evil.example\u0000\u2028x')).toBe('Dylan Bcc: all@evil.example x');
    expect(oneLine('\u202eevil\u2066')).toBe('evil');
    expect(oneLine('Zoë O\u2019Brien \u{1f600}')).toBe('Zoë O\u2019Brien \u{1f600}');
  });

  it('keeps its lines where it is quoted', () => {
    expect(linesOf('one\r\ntwo\rthree\n\u0007four')).toBe('one\ntwo\nthree\n four');
  });

  it('cannot break a sentence of any language', () => {
    for (const language of ['en', 'de', 'hi', 'es']) {
      const { t } = inOneLine(wordsIn(language));
      const text = t('told.registered', { who: 'Eve\r\nSubject: free points {count}' });
      expect(text).not.toMatch(/[\r\n]/);
      expect(text).toContain('Eve Subject: free points {count}');
    }
  });

  it('gives a subject without its full stop, in every script', () => {
    expect(subjectOf('It is done.')).toBe('It is done');
    expect(subjectOf('हो गया।')).toBe('हो गया');
    expect(subjectOf('Done\r\nBcc: x')).toBe('Done Bcc: x');
  });
});

describe('words by language', () => {
  it('count and date as the language does', () => {
    expect(wordsIn('de').t('told.what', { category: 'Mentoring', points: 1250 })).toBe('Mentoring, 1.250 Punkte');
    expect(wordsIn('en-IN').t('told.what', { category: 'Mentoring', points: 125000 })).toBe(
      'Mentoring, 1,25,000 points',
    );
    expect(wordsIn('en').t('told.what', { category: 'Mentoring', points: 1 })).toBe('Mentoring, 1 point');
    expect(wordsIn('de').date('2025-11-12')).toBe('12. Nov. 2025');
    expect(wordsIn('en').date('2025-11-12')).toBe('12 Nov 2025');
  });
});
