import { createMessageWords } from '../../src/web/views/index.js';

/** The words of messages by language, where a missing text or value is a mistake. */
export const wordsIn = createMessageWords({ strict: true });
