export { openStorage, type Storage, type StorageOptions } from './storage.js';
export { MissingOrganization } from './tenant.plugin.js';
export { isDuplicateKey } from './duplicate-key.js';
export { operator } from './operator.js';
