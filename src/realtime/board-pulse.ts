/** Tells that something changed: at once, then at most once per interval, and always once more after the last change. */
export interface Pulse {
  changed(key: string): void;
  stop(): void;
}

export function createPulse(intervalMs: number, tell: (key: string) => void): Pulse {
  /** Keys that were told lately; true when they changed since. */
  const resting = new Map<string, boolean>();
  const timers = new Set<NodeJS.Timeout>();

  function rest(key: string): void {
    resting.set(key, false);
    const timer = setTimeout(() => {
      timers.delete(timer);
      const again = resting.get(key) === true;
      resting.delete(key);
      if (again) fire(key);
    }, intervalMs);
    timer.unref();
    timers.add(timer);
  }

  function fire(key: string): void {
    rest(key);
    tell(key);
  }

  return {
    changed(key) {
      if (resting.has(key)) resting.set(key, true);
      else fire(key);
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      resting.clear();
    },
  };
}
