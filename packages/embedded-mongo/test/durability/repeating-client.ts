import { Binary, Long } from 'bson';
import { RawClient } from '../server/raw-client.js';

/**
 * A client that numbers its writes as retryable ones, and sends the last again after the engine was killed, as a driver
 * does that got no answer.
 */
export class RepeatingClient {
  readonly #lsid = { id: new Binary(crypto.getRandomValues(new Uint8Array(16)), Binary.SUBTYPE_UUID) };
  #sent = 0;

  /** Raises its counter again and again until the connection breaks. */
  async raiseUntilBroken(uri: string): Promise<void> {
    const raw = await RawClient.connect(uri);
    let open = true;
    void raw.closed.then(() => {
      open = false;
    });
    while (open) {
      this.#sent += 1;
      await Promise.race([this.#raise(raw), raw.closed]);
    }
  }

  /** Sends the last write once more; gives how often the counter was raised, and how often it should have been. */
  async settle(uri: string): Promise<{ raised: number; sent: number }> {
    const raw = await RawClient.connect(uri);
    if (this.#sent > 0) await this.#raise(raw);
    const found = await raw.command({ find: 'repeated', filter: { _id: this.#lsid.id } }, 'd');
    raw.destroy();
    const [counter] = (found['cursor'] as { firstBatch: { count: number }[] }).firstBatch;
    return { raised: counter?.count ?? 0, sent: this.#sent };
  }

  async #raise(raw: RawClient): Promise<void> {
    const updates = [{ q: { _id: this.#lsid.id }, u: { $inc: { count: 1 } }, upsert: true }];
    await raw.command({ update: 'repeated', updates, lsid: this.#lsid, txnNumber: Long.fromNumber(this.#sent) }, 'd');
  }
}
