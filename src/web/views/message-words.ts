import type { MessageWords } from '../../modules/notifications/index.js';
import { translator } from '../text/index.js';
import { createFormatters } from './formatters.js';

/** The words of messages by language: texts of the catalogue, days and periods as that language writes them. */
export function createMessageWords({ strict }: { readonly strict: boolean }): (language: string) => MessageWords {
  return (language) => {
    const t = translator(language, { strict });
    // Days and periods only: neither the zone nor what "now" is matters for them.
    const formats = createFormatters({ locale: language, zone: 'UTC', t, now: new Date(0) });
    return { t, date: (day) => formats.date(day), period: (key) => formats.period(key) };
  };
}
