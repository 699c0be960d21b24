import { describe, expect, it } from 'vitest';
import type { AnyStoredEvent } from '../../kernel/events.js';
import { liveItemsOf } from './live-items.js';

const event = (type: string, data: object) =>
  ({ type, subject: { type: 'import', id: 'the import' }, data }) as unknown as AnyStoredEvent;

describe('import_progress', () => {
  it.each(['import.progressed', 'import.checked', 'import.completed', 'import.discarded'])(
    'tells whoever runs the import of %s, with the id alone',
    (type) => {
      expect(liveItemsOf(event(type, { done: 1, total: 2, personId: 'paula' }), null, [])).toEqual([
        { personId: 'paula', name: 'import_progress', data: { importId: 'the import' } },
      ]);
    },
  );

  it('tells nobody of what the system runs', () => {
    expect(liveItemsOf(event('import.progressed', { done: 1, total: 2, personId: null }), null, [])).toEqual([]);
  });
});
