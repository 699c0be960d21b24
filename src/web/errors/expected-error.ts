import { AppError, NotFound, TooLarge, Unavailable, Unparseable } from '../../kernel/errors.js';

/**
 * Names the expected answer to an error thrown by a library; undefined for what nobody expected.
 * A database that does not answer is a 503, an address that cannot be decoded a 404.
 */
export function expectedError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (typeof error !== 'object' || error === null) return undefined;
  const { name, status, type } = error as { name?: string; status?: number; type?: string };
  if (
    name === 'MongoNetworkError' ||
    name === 'MongoServerSelectionError' ||
    name === 'MongoNetworkTimeoutError' ||
    name === 'MongoPoolClearedError' ||
    name === 'MongoNotConnectedError' ||
    name === 'PoolClearedError'
  ) {
    return new Unavailable('storage.unavailable', 'The database does not answer at the moment. Please try again.', {
      retryAfter: 5,
      cause: error,
    });
  }
  if (error instanceof URIError) return new NotFound();
  if (status === 413) return new TooLarge('body.too_large', 'The request is too large.');
  if (type === 'entity.parse.failed' || status === 400)
    return new Unparseable('request.unparseable', 'The request could not be read.');
  return undefined;
}
