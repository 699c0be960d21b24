import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface SourceFile {
  /** Path from the project's folder, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
}

/** Source files under folders of the project, tests included, compiled output not. */
export function sourceFiles(folders: readonly string[], endings: readonly string[] = ['.ts']): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
      .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
      .filter((file) => !/(^|\/)(node_modules|dist|vendor)\//.test(file))
      .map((file) => {
        const text = readFileSync(path.join(ROOT, file), 'utf8');
        return { path: file, text, lines: text.split('\n').length - 1 };
      }),
  );
}

const IMPORT = /(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g;

/** What a file imports: a path from the project's folder for its own files (as `.ts`), a package's name otherwise. */
export function importsOf(file: SourceFile): string[] {
  return [...file.text.matchAll(IMPORT)].map((match) => {
    const target = match[1] ?? match[2] ?? '';
    if (!target.startsWith('.')) return target;
    return path.posix.join(path.posix.dirname(file.path), target).replace(/\.js$/, '.ts');
  });
}
