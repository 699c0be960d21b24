export { createShutdown, type Shutdown, type ShutdownOptions } from './shutdown.js';
export { closeServer } from './close-server.js';
