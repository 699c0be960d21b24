/** Longest name that is kept; some file systems take no more than 255 bytes. */
const MAX_NAME = 120;

// Control characters, and those that turn the direction of writing so that "fdp.exe" reads "exe.pdf".
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The extension in lower case without its dot; empty where there is none. */
export function extensionOf(name: string): string {
  return /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/**
 * A name to show and to save under: no folders, nothing invisible, nothing that file systems or headers trip over.
 * `extension` is added where the name has none.
 */
export function cleanFileName(original: string, extension: string): string {
  const base = original.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const cleaned = base
    .replace(INVISIBLE, '')
    .replace(/[<>:"|?*%;]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const own = extensionOf(cleaned);
  const stem = own === '' ? cleaned : cleaned.slice(0, -own.length - 1);
  return `${[...stem].slice(0, MAX_NAME).join('') || 'evidence'}.${own === '' ? extension : own}`;
}
