import type { AnyStoredEvent } from '../../kernel/events.js';
import type { Message, MessageLinks } from './message.js';
import type { MessageWords } from './message-words.js';

/** What people are told about accounts: their own, and those that somebody asks for. */

type Told<T extends AnyStoredEvent['type']> = Extract<AnyStoredEvent, { type: T }>;

export function passwordMessage({ data }: Told<'person.password_changed'>, { t }: MessageWords): Message {
  return {
    text: t(data.initial ? 'told.passwordGiven' : 'told.passwordChanged'),
    words: t('told.passwordWords'),
    href: null,
  };
}

export function reuseMessage(
  { data }: Told<'token.reuse_detected'>,
  links: Pick<MessageLinks, 'sessions'>,
  { t }: MessageWords,
): Message {
  const { kind, device } = data;
  const what = kind === 'remembered' ? 'told.reusedBrowser' : 'told.reusedProgram';
  return {
    text: device === '' ? t(what) : t(`${what}Named`, { device }),
    words: t('told.reuseWords'),
    href: links.sessions,
  };
}

export function registrationMessage(
  { data, subject }: Told<'registration.received'>,
  links: Pick<MessageLinks, 'registration'>,
  { t }: MessageWords,
): Message {
  return { text: t('told.registered', { who: data.name }), words: '', href: links.registration(subject.id) };
}
