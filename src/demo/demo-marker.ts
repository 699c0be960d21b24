import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** What lies in the data folder of a demo and says how far it is. */
const markerSchema = z.object({
  state: z.enum(['unfinished', 'ready']),
  accounts: z.array(z.object({ role: z.string(), name: z.string(), email: z.string() })),
});

export type DemoMarker = z.output<typeof markerSchema>;

/** `none`: nothing is there yet. `foreign`: there are data, but not of a demo. */
export type DemoState = DemoMarker | { readonly state: 'none' | 'foreign' };

const FILE = 'demo.json';

export async function readMarker(dataDir: string): Promise<DemoState> {
  try {
    const parsed = markerSchema.safeParse(JSON.parse(await readFile(path.join(dataDir, FILE), 'utf8')));
    return parsed.success ? parsed.data : { state: 'foreign' };
  } catch (error) {
    if (error instanceof SyntaxError) return { state: 'foreign' };
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return { state: 'foreign' };
  }
  const files = await readdir(dataDir).catch(() => []);
  return { state: files.length === 0 ? 'none' : 'foreign' };
}

/** Written beside and moved, so that there is never half a marker. */
export async function writeMarker(dataDir: string, marker: DemoMarker): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = path.join(dataDir, FILE);
  await writeFile(`${file}.new`, `${JSON.stringify(marker, undefined, 2)}\n`);
  await rename(`${file}.new`, file);
}
