export { createScheduler, type Scheduler } from './scheduler.js';
