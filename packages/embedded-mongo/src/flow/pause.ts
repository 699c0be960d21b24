/** Stands in a stream where its source has worked long enough without a break. */
export const PAUSE: unique symbol = Symbol('pause');
export type Pause = typeof PAUSE;

/**
 * A stream that may hold pauses. Whoever transforms it passes them on; whoever drives it to its end lets other
 * commands run at each (`Pacer.rest`), or goes on at once where that is not possible.
 */
export type Flow<T> = Iterable<T | Pause>;

/** The values of a stream alone, for those who cannot pause. */
export function* withoutPauses<T>(flow: Flow<T>): Generator<T, void, void> {
  for (const item of flow) if (item !== PAUSE) yield item;
}
