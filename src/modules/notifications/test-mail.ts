import type { PersonActor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import { languageFor } from '../../kernel/language.js';
import { can } from '../../kernel/permissions.js';
import type { NotificationsDependencies } from './create-notifications.js';
import { mailOf } from './message-mail.js';

const MINUTE = 60_000;

type Dependencies = Pick<
  NotificationsDependencies,
  'storage' | 'outbox' | 'clock' | 'mailer' | 'organizations' | 'links' | 'renderEmail' | 'wordsIn' | 'publicUrl'
>;

/**
 * Sends the actor a mail of the kind that everybody gets, so that one sees whether and from whom mails arrive. At most
 * one a minute: pressing the button again and again queues nothing more.
 */
export async function sendTestMail(deps: Dependencies, actor: PersonActor): Promise<void> {
  if (!can(actor, 'settings:manage', 'hr')) throw new Forbidden();
  const organization = await deps.organizations.current();
  const minute = Math.floor(deps.clock.now().getTime() / MINUTE);
  const language = languageFor(actor.language ?? '', organization.settings.locale);
  const mail = mailOf(
    `test-${minute}`,
    { text: deps.wordsIn(language).t('told.testMail'), words: '', href: null },
    { id: actor.personId, name: actor.name, email: actor.email, language },
    {
      organizationName: organization.name,
      publicUrl: deps.publicUrl,
      preferences: deps.links.preferences,
      render: deps.renderEmail,
    },
  );
  await deps.storage.run(async () => {
    await deps.mailer.queue([mail]);
    await deps.outbox.record(actor, {
      type: 'settings.mail_tested',
      subject: { type: 'organization', id: organization.id },
      data: {},
    });
  });
}
