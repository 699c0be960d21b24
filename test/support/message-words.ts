import path from 'node:path';
import type { RenderEmail } from '../../src/modules/notifications/index.js';
import { projectRoot } from '../../src/project-root.js';
import { asset } from '../../src/web/assets.js';
import { createMessageWords, createRenderer } from '../../src/web/views/index.js';

/** The words of messages by language, where a missing text or value is a mistake. */
export const wordsIn = createMessageWords({ strict: true });

const renderer = createRenderer({ viewsDir: path.join(projectRoot(), 'views'), cache: true, strict: true, asset });

/** Mails as the product makes them. */
export const renderEmail: RenderEmail = (...mail) => renderer.renderEmail(...mail);
