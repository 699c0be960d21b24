export { createOutbox, type AnyNewEvent, type Outbox } from './outbox.js';
export type { Relay } from './relay.js';
export type { EventFilter, EventReader } from './event.reader.js';
