/** Programs that some tests need beside Node: the full path of each, undefined where it is missing. */
export function findTools(): { redisServer: string | undefined; chromium: string | undefined };
