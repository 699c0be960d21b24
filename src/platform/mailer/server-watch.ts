import type { Clock } from '../../kernel/clock.js';
import { mailFailure } from './mail-failure.js';
import type { MailTransport } from './mail-transport.js';

/** How the mail server was found when somebody last looked. */
export interface MailServerState {
  /** `none` where no server is configured; `unknown` while it has not answered yet. */
  readonly state: 'none' | 'unknown' | 'reachable' | 'away';
  readonly checkedAt: Date | null;
  /** Why it is away. */
  readonly words: string | null;
}

/** Looks whether the mail server lets this installation in. */
export interface ServerWatch {
  /** Looks where the last time is a while ago. Never waits long: what it does not know by then it says next time. */
  look(): Promise<MailServerState>;
}

/** Whoever presses reload again and again makes no connection each time. */
const GOOD_FOR_MS = 30_000;
const PATIENCE_MS = 1500;

export function createServerWatch(
  transport: Pick<MailTransport, 'verify'>,
  clock: Clock,
  secrets: readonly string[],
): ServerWatch {
  let last: MailServerState = { state: 'unknown', checkedAt: null, words: null };
  let looking: Promise<void> | undefined;

  async function check(): Promise<void> {
    try {
      await transport.verify();
      last = { state: 'reachable', checkedAt: clock.now(), words: null };
    } catch (error) {
      last = { state: 'away', checkedAt: clock.now(), words: mailFailure(error, secrets).words };
    }
  }

  return {
    async look() {
      const age = last.checkedAt === null ? Infinity : clock.now().getTime() - last.checkedAt.getTime();
      if (age < GOOD_FOR_MS) return last;
      looking ??= check().finally(() => {
        looking = undefined;
      });
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, PATIENCE_MS);
      });
      await Promise.race([looking, enough]);
      clearTimeout(timer);
      return last;
    },
  };
}
