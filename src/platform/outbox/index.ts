export { createOutbox, type AnyNewEvent, type Outbox } from './outbox.js';
export type { Relay } from './relay.js';
export type { EventSearch } from './event-search.js';
export type { EventFilter, EventReader, Stretch, StretchRequest } from './event.reader.js';
