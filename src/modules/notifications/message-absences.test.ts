import { describe, expect, it } from 'vitest';
import { wordsIn } from '../../../test/support/message-words.js';
import type { AnyStoredEvent, EventData } from '../../kernel/events.js';
import { absenceMessage } from './message-absences.js';
import { recipientsOf } from './recipients.js';

const FACTS = { partnerId: null, administratorIds: ['paula'], centralIds: [] };
const away: EventData['absence.named'] = {
  absenceId: 'a',
  personId: 'gail',
  personName: 'Gail Erickson',
  from: '2025-11-17',
  to: '2025-11-21',
  delegates: [
    { unit: 'ta', personId: 'jo' },
    { unit: 'ld', personId: 'rob' },
    { unit: 'hr', personId: 'jo' },
  ],
};

/** Who is told what, by whoever acts. */
function told(type: string, by: string, data: object = {}): Record<string, string> {
  const event = {
    id: 'e',
    type,
    actor:
      by === 'system'
        ? { kind: 'system', id: null, name: 'absences' }
        : { kind: 'person', id: by, name: 'Paula Barreto' },
    data: { ...away, ...data },
  } as unknown as Parameters<typeof absenceMessage>[0];
  const links = { absence: '/employee/absence' };
  return Object.fromEntries(
    recipientsOf(event, FACTS).map((recipient) => [
      recipient.personId,
      absenceMessage(event, recipient, links, wordsIn('en')).text,
    ]),
  );
}

describe('messages about absences', () => {
  it('tell each delegate once, and the person where somebody else entered it', () => {
    const text = 'Gail Erickson is away from 17 Nov 2025 to 21 Nov 2025, and you decide meanwhile.';
    expect(told('absence.named', 'gail')).toEqual({ jo: text, rob: text });
    expect(told('absence.named', 'paula')).toEqual({
      gail: 'Paula Barreto entered an absence for you, from 17 Nov 2025 to 21 Nov 2025.',
      jo: text,
      rob: text,
    });
  });

  it('tell whoever no longer stands in', () => {
    expect(told('absence.changed', 'gail', { to: '2025-11-17', formerDelegateIds: ['jo', 'max'] })).toEqual({
      jo: 'Gail Erickson changed an absence: away on 17 Nov 2025, and you decide meanwhile.',
      rob: 'Gail Erickson changed an absence: away on 17 Nov 2025, and you decide meanwhile.',
      max: 'You no longer stand in for Gail Erickson on 17 Nov 2025.',
    });
    expect(Object.keys(told('absence.cancelled', 'gail'))).toEqual(['jo', 'rob']);
  });

  it.each([
    [{ left: 3, of: 12 }, 'Welcome back. 3 of 12 requests that others had for you are left to decide.'],
    [{ left: 1, of: 1 }, 'Welcome back. 1 of 1 request that others had for you is left to decide.'],
    [{ left: 0, of: 12 }, 'Welcome back. All 12 requests that others had for you are decided.'],
    [{ left: 0, of: 1 }, 'Welcome back. The request that others had for you is decided.'],
  ])('tell whoever is back what is left: %j', (progress, text) => {
    expect(told('absence.ended', 'system', { ...progress, early: false })).toEqual({ gail: text });
  });

  it('tell nobody of an end where nothing was to be decided, and delegates of an early one', () => {
    expect(told('absence.ended', 'system', { left: 0, of: 0, early: false })).toEqual({});
    expect(Object.keys(told('absence.ended', 'gail', { left: 0, of: 0, early: true }))).toEqual(['jo', 'rob']);
  });

  it('tell whoever is back once: not also of every request that returns', () => {
    const event = (cause: string) =>
      ({
        type: 'request.reassigned',
        actor: { kind: 'system', id: null, name: 'absences' },
        data: { toId: 'gail', fromId: 'jo', cause },
      }) as unknown as AnyStoredEvent;
    expect(recipientsOf(event('returned'), FACTS).map(({ personId }) => personId)).toEqual(['jo']);
    expect(recipientsOf(event('reassigned'), FACTS).map(({ personId }) => personId)).toEqual(['gail', 'jo']);
  });
});
