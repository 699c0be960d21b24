import { pino, type Logger as PinoLogger } from 'pino';
import { currentContext } from './request-context.js';

export type Logger = Pick<PinoLogger, 'info' | 'warn' | 'error' | 'debug' | 'child'>;

/** Names under which secrets travel; their values never reach a log. */
const SECRET_PATHS = [
  'password',
  'newPassword',
  'currentPassword',
  'code',
  'token',
  'accessToken',
  'refreshToken',
  '_csrf',
  'csrfToken',
];

export interface LoggerOptions {
  readonly level: string;
  /** Readable lines for a terminal instead of JSON. */
  readonly pretty: boolean;
}

export function createLogger(options: LoggerOptions): PinoLogger {
  return pino({
    level: options.level,
    redact: {
      paths: [
        'req.headers.authorization',
        'req.headers.cookie',
        'res.headers["set-cookie"]',
        ...SECRET_PATHS,
        ...SECRET_PATHS.map((path) => `*.${path}`),
      ],
      censor: '[redacted]',
    },
    mixin() {
      const context = currentContext();
      return context === undefined ? {} : { requestId: context.requestId };
    },
    ...(options.pretty && { transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } }),
  });
}
