import type { ManualClock } from '../kernel/clock.js';
import type { Container } from '../container.js';

/** What the demo is made through: the same services that people use, on a clock that walks through the past. */
export type DemoServices = Pick<
  Container,
  'storage' | 'organizations' | 'people' | 'catalog' | 'attachments' | 'requests' | 'ledger' | 'leaderboard' | 'imports'
> & { readonly clock: ManualClock };
