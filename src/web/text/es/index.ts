import type { PartialTexts } from '../index.js';
import { common } from './common.js';
import { messages } from './messages.js';

export const es: PartialTexts = { ...common, ...messages };
