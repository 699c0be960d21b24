import type { PartialTexts } from '../index.js';
import { common } from './common.js';

export const hi: PartialTexts = { ...common };
