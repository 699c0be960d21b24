import type { AnyStoredEvent } from '../../kernel/events.js';
import { languageFor } from '../../kernel/language.js';
import type { OrganizationsModule } from '../organizations/index.js';
import { isActive, isToldInApp, mailOn, type MailChoice, type PeopleModule, type Person } from '../people/index.js';
import type { EventFacts } from './message-facts.js';
import { messageOf, type Message, type MessageLinks } from './message.js';
import { inOneLine, type WordsIn } from './message-words.js';
import { isAlwaysTold, type MessageType } from './notification.js';
import { recipientsOf } from './recipients.js';

/** A message for one person, in the person's language, and the ways in which it reaches the person. */
export interface Told extends Message {
  readonly personId: string;
  readonly person: Person;
  readonly type: MessageType;
  /** BCP 47 */
  readonly language: string;
  readonly inApp: boolean;
  readonly mail: MailChoice;
}

export interface ToldDependencies {
  readonly organizations: Pick<OrganizationsModule, 'current' | 'today'>;
  readonly people: Pick<PeopleModule, 'byIds'>;
  readonly links: MessageLinks;
  readonly wordsIn: WordsIn;
}

/** Who is told what of an event, and how: by what each person prefers. */
export async function toldOf(
  event: AnyStoredEvent,
  facts: EventFacts,
  { organizations, people, links, wordsIn }: ToldDependencies,
): Promise<Told[]> {
  const recipients = recipientsOf(event, facts).filter(({ liveOnly }) => !liveOnly);
  if (recipients.length === 0) return [];
  const known = await people.byIds(recipients.map(({ personId }) => personId));
  const { settings } = await organizations.current();
  const today = await organizations.today();
  return recipients.flatMap((recipient) => {
    const { personId, type } = recipient;
    const person = known.get(personId);
    if (person === undefined) return [];
    const language = languageFor(person.preferences.language, settings.locale);
    const message = messageOf(event, recipient, facts, links, inOneLine(wordsIn(language)));
    if (message === undefined) return [];
    const always = isAlwaysTold(type);
    return [
      {
        ...message,
        ...{ personId, person, type, language },
        inApp: always || isToldInApp(person.preferences, type),
        mail: mailTo(person, type, today),
      },
    ];
  });
}

function mailTo(person: Person, type: MessageType, today: string): MailChoice {
  if (!isActive(person, today)) return 'off';
  return isAlwaysTold(type) ? 'now' : mailOn(person.preferences, type, today);
}
