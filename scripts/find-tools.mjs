import { accessSync, constants } from 'node:fs';
import path from 'node:path';

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function firstOnPath(...names) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin', '/usr/local/bin'];
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isExecutable);
}

/** Programs that some tests need beside Node: the full path of each, undefined where it is missing. */
export function findTools() {
  const chosen = process.env.CHROMIUM_PATH;
  return {
    redisServer: firstOnPath('redis-server'),
    chromium:
      chosen !== undefined && isExecutable(chosen)
        ? chosen
        : firstOnPath('chromium', 'chromium-browser', 'google-chrome'),
  };
}
