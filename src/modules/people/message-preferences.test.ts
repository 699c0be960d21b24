import { describe, expect, it } from 'vitest';
import {
  DEFAULT_MESSAGE_PREFERENCES,
  isToldInApp,
  mailChoiceOf,
  mailOn,
  type MessagePreferences,
} from './message-preferences.js';

const TODAY = '2025-11-12';
const prefer = (chosen: Partial<MessagePreferences>): MessagePreferences => ({
  ...DEFAULT_MESSAGE_PREFERENCES,
  ...chosen,
});

describe('what people want to hear', () => {
  it.each([
    ['nothing chosen', {}, 'now'],
    ['stored as true before there was a digest', { mail: { award: true } }, 'now'],
    ['stored as false before there was a digest', { mail: { award: false } }, 'off'],
    ['in the digest', { mail: { award: 'digest' } }, 'digest'],
    ['another kind is off', { mail: { bonus: 'off' } }, 'now'],
    ['no mails at all', { noMails: true }, 'off'],
    ['no mails at all, in spite of a digest', { noMails: true, mail: { award: 'digest' } }, 'off'],
    ['paused until tomorrow', { mailsPausedUntil: '2025-11-13' }, 'digest'],
    ['paused until today', { mailsPausedUntil: TODAY }, 'now'],
    ['off stays off in a pause', { mailsPausedUntil: '2025-11-13', mail: { award: 'off' } }, 'off'],
  ] as const)('%s', (_what, chosen, expected) => {
    expect(mailOn(prefer(chosen), 'award', TODAY)).toBe(expected);
  });

  it('knows no kind by the names of what objects have', () => {
    expect(mailChoiceOf(prefer({}), 'constructor')).toBe('now');
    expect(isToldInApp(prefer({}), 'toString')).toBe(true);
  });

  it('tells in the app what is not switched off there', () => {
    expect(isToldInApp(prefer({ app: { award: false } }), 'award')).toBe(false);
    expect(isToldInApp(prefer({ app: { award: true } }), 'award')).toBe(true);
    expect(isToldInApp(prefer({ mail: { award: false }, noMails: true }), 'award')).toBe(true);
  });
});
