import type { Pacer } from './pacer.js';
import { PAUSE, type Flow } from './pause.js';

/** Reads a stream to its end, resting at its pauses. A read that is stopped while it rests leaves the stream. */
export async function drive<T>(flow: Flow<T>, pacer: Pacer, each: (item: T) => void): Promise<void> {
  for (const item of flow) {
    if (item === PAUSE) await pacer.rest();
    else each(item);
  }
}
