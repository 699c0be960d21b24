/** The items of several ordered streams in one order; what an earlier stream gives wins a tie. */
export function* mergeStreams<T>(
  streams: readonly Iterator<T>[],
  compare: (a: T, b: T) => number,
): Generator<T, void, void> {
  const heap: Head<T>[] = [];
  try {
    streams.forEach((stream, place) => {
      const first = stream.next();
      if (first.done !== true) heap.push({ item: first.value, stream, place });
    });
    for (let i = (heap.length >> 1) - 1; i >= 0; i--) sink(heap, i, compare);
    for (let head = heap[0]; head !== undefined; head = heap[0]) {
      yield head.item;
      const next = head.stream.next();
      if (next.done !== true) head.item = next.value;
      else {
        const last = heap.pop() as Head<T>;
        if (heap.length > 0) heap[0] = last;
      }
      sink(heap, 0, compare);
    }
  } finally {
    for (const stream of streams) stream.return?.();
  }
}

interface Head<T> {
  item: T;
  readonly stream: Iterator<T>;
  readonly place: number;
}

function sink<T>(heap: Head<T>[], from: number, compare: (a: T, b: T) => number): void {
  const isLess = (i: number, k: number): boolean => {
    const a = heap[i] as Head<T>;
    const b = heap[k] as Head<T>;
    const order = compare(a.item, b.item);
    return order === 0 ? a.place < b.place : order < 0;
  };
  for (let i = from; ;) {
    const left = 2 * i + 1;
    let least = i;
    if (left < heap.length && isLess(left, least)) least = left;
    if (left + 1 < heap.length && isLess(left + 1, least)) least = left + 1;
    if (least === i) return;
    [heap[i], heap[least]] = [heap[least] as Head<T>, heap[i] as Head<T>];
    i = least;
  }
}
