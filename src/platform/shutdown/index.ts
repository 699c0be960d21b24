export { runStop, stopOnSignal, type StopOptions, type StopStep } from './shutdown.js';
export { closeServer } from './close-server.js';
