import { MongoError, unsupported } from '../errors.js';
import { toNumber } from './arguments.js';
import type { CommandRequest } from './command.js';

const READ_LEVELS = ['local', 'available', 'majority', 'linearizable', 'snapshot'];

/** Read and write concerns that one node fulfils anyway are accepted; others are refused by name. */
export function assertConcerns({ arguments: args, inTransaction }: CommandRequest): void {
  const write = args.document('writeConcern')?.get('w');
  const count = toNumber(write);
  if (write !== undefined && write !== 'majority' && count !== 0 && count !== 1) {
    throw new MongoError(100, 'Not enough data-bearing nodes: this engine is one node, so w may be 0, 1 or "majority"');
  }
  const read = args.document('readConcern');
  const level = read?.get('level');
  if (level !== undefined && (typeof level !== 'string' || !READ_LEVELS.includes(level)))
    throw new MongoError(9, 'readConcern.level is not valid');
  if (level === 'snapshot' && !inTransaction) throw unsupported('readConcern "snapshot" outside a transaction');
  if (read?.has('atClusterTime') === true || read?.has('afterClusterTime') === true)
    throw unsupported('readConcern with a cluster time');
}
