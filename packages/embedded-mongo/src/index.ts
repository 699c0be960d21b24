export { runningEmbeddedMongo, startEmbeddedMongo } from './server/start-embedded-mongo.js';
export type { EmbeddedMongo, EmbeddedMongoOptions } from './server/start-embedded-mongo.js';
export { EngineStartError } from './server/start-error.js';
export type { EngineLog } from './commands/engine.js';
export { BackupError, backup, check, countDocuments, restore } from './server/backup.js';
