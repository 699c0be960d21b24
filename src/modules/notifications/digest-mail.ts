import { groupBy } from '../../kernel/group-by.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { NewMail } from '../../platform/mailer/index.js';
import type { DigestItemRecord } from './digest.model.js';
import type { MailFrame, MailRecipient } from './message-mail.js';
import { linesOf, oneLine, type MessageWords } from './message-words.js';
import { MESSAGE_TYPES } from './notification.js';

export interface Digest {
  /** Where the person is. */
  readonly day: LocalDate;
  /** Oldest first. */
  readonly items: readonly Pick<DigestItemRecord, 'type' | 'text' | 'words' | 'href'>[];
  /** Also those that are not listed. */
  readonly count: number;
}

/** One mail with everything of a day, by kind. Its key makes a second one of the same day impossible. */
export function digestMailOf(
  { day, items, count }: Digest,
  to: MailRecipient,
  frame: MailFrame & { readonly messages: string },
  words: MessageWords,
): NewMail {
  const byKind = groupBy(items, ({ type }) => type);
  const model = {
    subject: words.t('digest.subject', { count, day: words.date(day) }),
    name: oneLine(to.name),
    count,
    groups: MESSAGE_TYPES.flatMap((type) => {
      const ofKind = byKind.get(type);
      return ofKind === undefined ? [] : [{ title: words.t(`messageKind.${type}`), items: ofKind.map(itemOf) }];
    }),
    more: count - items.length,
    link: frame.publicUrl + frame.messages,
    preferencesLink: frame.publicUrl + frame.preferences,
    organizationName: oneLine(frame.organizationName),
  };

  function itemOf({ text, words: written, href }: Digest['items'][number]) {
    return { text: oneLine(text), words: linesOf(written), link: href === null ? null : frame.publicUrl + href };
  }

  return {
    key: `digest-${to.id}-${day}`,
    kind: 'digest',
    unsubscribe: model.preferencesLink,
    to: { name: model.name, address: to.email },
    subject: model.subject,
    text: frame.render('digest.txt', model, to.language),
    html: frame.render('digest', model, to.language),
  };
}
