export { openStorage, type Storage, type StorageOptions } from './storage.js';
export { ACTOR_REFERENCE } from './actor-reference.schema.js';
export { MissingOrganization } from './tenant.plugin.js';
export { isDuplicateKey } from './duplicate-key.js';
export { operator } from './operator.js';
export type { StoredRecord, WalkPlace, WalkStep, WalkVerdict } from './walk-records.js';
