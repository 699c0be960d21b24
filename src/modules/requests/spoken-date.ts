export { spokenDate } from '../../kernel/spoken-date.js';
