import { Worker } from 'node:worker_threads';
import type { EngineLog } from '../commands/engine.js';
import type { SupervisorMessage, WorkerMessage, WorkerSetup } from '../worker/messages.js';
import { startError } from './start-error.js';

/** A worker that has missed so many beats in a row hangs in one command. */
const MISSED_BEATS = 12;

/** How to run a worker thread. */
export interface WorkerOptions {
  readonly setup: WorkerSetup;
  /** The data folder, for messages. */
  readonly folder: string;
  readonly log: EngineLog;
  /** A worker that has answered nothing for this long is ended. */
  readonly hangMs: number;
  /** Heap of the worker; beyond it the worker alone ends. */
  readonly maxHeapMb: number;
  /** A worker that was asked to finish and has not after this long is ended. */
  readonly closeMs: number;
  /** Called when the worker ends without having been asked to. */
  readonly onCrash: (reason: string) => void;
  /** The worker's program. */
  readonly program?: URL;
}

/** One life of the worker thread. */
export interface SupervisedWorker {
  readonly address: string;
  /** Asks the worker to finish and waits until it has, or ends it when it does not. */
  close(): Promise<void>;
}

/** Starts a worker and waits until it serves. Rejects with EngineStartError when it cannot. */
export async function superviseWorker(options: WorkerOptions): Promise<SupervisedWorker> {
  const worker = new Worker(options.program ?? new URL('../worker/engine-worker.bundle.js', import.meta.url), {
    workerData: options.setup,
    execArgv: [], // loaders and debuggers of the application are not for the worker
    resourceLimits: { maxOldGenerationSizeMb: options.maxHeapMb },
  });
  const life: WorkerLife = { ready: false, closing: false, reason: 'the worker ended' };
  worker.on('error', (error) => {
    life.reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  });
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      resolve();
      if (life.ready && !life.closing) options.onCrash(life.reason);
    });
  });
  const address = await untilReady(worker, life, options);
  const stopWatching = watch(worker, options.hangMs / MISSED_BEATS, () => {
    life.reason = `a command hangs: the worker has answered nothing for ${options.hangMs} ms`;
    void worker.terminate();
  });
  void exited.then(stopWatching);
  return {
    address,
    close: async () => {
      life.closing = true;
      stopWatching();
      tell(worker, { type: 'close' });
      // Nothing is lost by ending it: what was acknowledged is on the disk, and the rest was never answered.
      const patience = setTimeout(() => {
        options.log.warn(`the worker has not finished within ${options.closeMs} ms and is ended`);
        void worker.terminate();
      }, options.closeMs);
      await exited;
      clearTimeout(patience);
    },
  };
}

interface WorkerLife {
  ready: boolean;
  closing: boolean;
  /** Why it ended, as far as is known. */
  reason: string;
}

function untilReady(worker: Worker, life: WorkerLife, { folder, log }: WorkerOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'ready') {
        life.ready = true;
        resolve(message.address);
      } else if (message.type === 'failed') reject(startError(message.code, folder, message.detail));
      else if (message.type === 'log') log[message.level](message.message);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the worker ended with code ${code} before it was ready`)));
  });
}

/** Counts missed beats in turns of this thread, so that a pause of this thread itself is not held against the worker. */
function watch(worker: Worker, beatMs: number, onHang: () => void): () => void {
  let sent = 0;
  let answered = 0;
  worker.on('message', (message: WorkerMessage) => {
    if (message.type === 'alive') answered = message.beat;
  });
  const timer = setInterval(() => {
    if (sent - answered >= MISSED_BEATS) {
      clearInterval(timer);
      onHang();
      return;
    }
    sent += 1;
    tell(worker, { type: 'beat', beat: sent });
  }, beatMs);
  timer.unref();
  return () => clearInterval(timer);
}

function tell(worker: Worker, message: SupervisorMessage): void {
  worker.postMessage(message);
}
