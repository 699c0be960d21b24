import type { EngineLog } from '../commands/engine.js';
import { EngineStartError } from './start-error.js';
import type { SupervisedWorker } from './supervised-worker.js';

/** So many crashes within the window are followed by a new start; one more is the end. */
const MAX_CRASHES = 5;

/** Starts one life of the worker; `onCrash` is to be called if it ends on its own. */
export type Launch = (onCrash: (reason: string) => void) => Promise<SupervisedWorker>;

/** Keeps a worker running: one that crashes is started again, unless it crashes too often. */
export class RestartingWorker {
  #current: Promise<SupervisedWorker>;
  #crashes: number[] = [];
  #closed = false;

  private constructor(
    first: SupervisedWorker,
    private readonly launch: Launch,
    private readonly log: EngineLog,
    private readonly windowMs: number,
    private readonly onGiveUp: (reason: string) => void,
  ) {
    this.#current = Promise.resolve(first);
  }

  /**
   * Rejects with what the first start rejects with. `onGiveUp` is called once, when the worker has ended for good.
   * @param windowMs the time in which crashes count together
   */
  static async start(
    launch: Launch,
    log: EngineLog,
    windowMs: number,
    onGiveUp: (reason: string) => void,
  ): Promise<RestartingWorker> {
    const early: string[] = [];
    let crashed = (reason: string): void => void early.push(reason);
    const first = await launch((reason) => crashed(reason));
    const running = new RestartingWorker(first, launch, log, windowMs, onGiveUp);
    crashed = (reason) => running.#crashed(reason);
    early.forEach(crashed);
    return running;
  }

  /** Where the worker can be reached; the same after a restart if the target is fixed. */
  async address(): Promise<string> {
    return (await this.#current).address;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const current = await this.#current.catch(() => undefined);
    await current?.close();
  }

  #crashed(reason: string): void {
    this.log.error(`the engine has crashed: ${reason}`);
    if (this.#closed) return;
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((at) => at > now - this.windowMs), now];
    if (this.#crashes.length > MAX_CRASHES) {
      this.#giveUp(reason);
      return;
    }
    this.#current = this.launch((next) => this.#crashed(next));
    this.#current.then(
      () => this.log.warn('the engine has been started again'),
      (error: unknown) => {
        if (error instanceof EngineStartError) this.#giveUp(error.message);
        else this.#crashed(error instanceof Error ? error.message : String(error));
      },
    );
  }

  #giveUp(reason: string): void {
    this.#closed = true;
    this.log.error(`the engine has ended for good: ${reason}`);
    this.onGiveUp(reason);
  }
}
