/** MongoDB's names for the error codes that this engine answers. */
const CODE_NAMES: Readonly<Record<number, string>> = {
  1: 'InternalError',
  2: 'BadValue',
  6: 'HostUnreachable',
  7: 'HostNotFound',
  8: 'UnknownError',
  9: 'FailedToParse',
  11: 'UserNotFound',
  13: 'Unauthorized',
  14: 'TypeMismatch',
  15: 'Overflow',
  16: 'InvalidLength',
  18: 'AuthenticationFailed',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  24: 'LockTimeout',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  34: 'CannotBackfillArray',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  50: 'MaxTimeMSExpired',
  52: 'DollarPrefixedFieldName',
  53: 'InvalidIdField',
  54: 'NotSingleValueField',
  55: 'InvalidDBRef',
  56: 'EmptyFieldName',
  57: 'DottedFieldName',
  59: 'CommandNotFound',
  64: 'WriteConcernFailed',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  68: 'IndexAlreadyExists',
  72: 'InvalidOptions',
  79: 'UnknownReplWriteConcern',
  82: 'FailPointSetFailed',
  73: 'InvalidNamespace',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  89: 'NetworkTimeout',
  91: 'ShutdownInProgress',
  96: 'OperationFailed',
  111: 'NotExactValueField',
  100: 'UnsatisfiableWriteConcern',
  112: 'WriteConflict',
  115: 'CommandNotSupported',
  117: 'ConflictingOperationInProgress',
  121: 'DocumentValidationFailure',
  125: 'CommandFailed',
  136: 'CappedPositionLost',
  134: 'ReadConcernMajorityNotAvailableYet',
  139: 'CommandNotSupportedOnView',
  146: 'ExceededMemoryLimit',
  168: 'InvalidPipelineOperator',
  171: 'CannotIndexParallelArrays',
  181: 'AmbiguousIndexKeyPattern',
  189: 'PrimarySteppedDown',
  197: 'InvalidIndexSpecificationOption',
  206: 'NoSuchSession',
  207: 'InvalidUUID',
  211: 'ClusterTimeFailsRateLimiter',
  224: 'QueryFeatureNotAllowed',
  225: 'TransactionTooOld',
  237: 'CursorKilled',
  238: 'NotImplemented',
  239: 'SnapshotTooOld',
  241: 'ConversionFailure',
  244: 'TransactionAborted',
  246: 'SnapshotUnavailable',
  251: 'NoSuchTransaction',
  256: 'TransactionCommitted',
  257: 'TransactionTooLarge',
  262: 'ExceededTimeLimit',
  263: 'OperationNotSupportedInTransaction',
  292: 'QueryExceededMemoryLimitNoDiskUseAllowed',
  322: 'APIVersionError',
  323: 'APIStrictError',
  9001: 'SocketException',
  10107: 'NotWritablePrimary',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
  11600: 'InterruptedAtShutdown',
  11601: 'Interrupted',
  11602: 'InterruptedDueToReplStateChange',
  13435: 'NotPrimaryNoSecondaryOk',
  13436: 'NotPrimaryOrSecondary',
  50768: 'NotARetryableWriteCommand',
};

/** What a {@link MongoError} carries besides code and message. */
export interface MongoErrorOptions {
  /** Error labels, such as `TransientTransactionError`. */
  readonly labels?: readonly string[];
  /** Further reply fields, such as `keyPattern` and `keyValue` of a duplicate key. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** An error as a MongoDB server reports it: number, name of the number, message, labels. */
export class MongoError extends Error {
  readonly code: number;
  readonly codeName: string;
  readonly labels?: readonly string[];
  readonly extra?: Readonly<Record<string, unknown>>;

  constructor(code: number, message: string, options: MongoErrorOptions = {}) {
    super(message);
    this.name = 'MongoError';
    this.code = code;
    this.codeName = codeNameOf(code);
    if (options.labels !== undefined) this.labels = options.labels;
    if (options.extra !== undefined) this.extra = options.extra;
  }
}

/** The name of an error code; codes without a name are `Location<code>`, as MongoDB writes them. */
export function codeNameOf(code: number): string {
  return CODE_NAMES[code] ?? `Location${code}`;
}

/** The codes that have a name. */
export function namedCodes(): readonly (readonly [code: number, name: string])[] {
  return Object.entries(CODE_NAMES).map(([code, name]) => [Number(code), name]);
}

/** The refusal of search indexes, as MongoDB 7.0 gives it outside Atlas (115 CommandNotSupported). */
export function onlyInAtlas(): MongoError {
  return new MongoError(115, 'Search index commands are only supported with Atlas.');
}

/** The refusal of something that MongoDB has and this engine has not (238 NotImplemented). */
export function unsupported(what: string): MongoError {
  return new MongoError(238, `${what} is not supported by this engine`);
}
