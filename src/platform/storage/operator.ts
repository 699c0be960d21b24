import { Mongoose } from 'mongoose';

const { trusted } = new Mongoose();

/**
 * Marks a query operator as written by us: `{ points: operator({ $gt: 0 }) }`. All other objects in filters are taken
 * as plain values, so that input can never become an operator.
 */
export function operator<T extends object>(condition: T): T {
  return trusted(condition as never);
}
