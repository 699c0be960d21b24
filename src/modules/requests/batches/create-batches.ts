import type { RequestParts } from '../request-parts.js';
import { awardBatch } from './award-batch.js';
import type { ClaimBatches } from './claim-batches.js';
import { proposalBatch } from './proposal-batch.js';
import { utilizationBatch } from './utilization-batch.js';

export function createBatches(parts: RequestParts): ClaimBatches {
  return { proposals: proposalBatch(parts), utilization: utilizationBatch(parts), awards: awardBatch(parts) };
}
