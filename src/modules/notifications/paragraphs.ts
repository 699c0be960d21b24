/** A piece of what somebody wrote: words, or an address that leads somewhere. */
export interface TextPiece {
  readonly text: string;
  readonly href: string | null;
}

/** Lines that belong together; they break where the writer broke them. */
export type Paragraph = readonly TextPiece[];

// Addresses of the web only; what ends a sentence does not belong to the address.
const ADDRESS = /https?:\/\/[^\s<>"'()[\]{}]+[^\s<>"'()[\]{}.,;:!?]/g;

/** Plain text as paragraphs with links; nothing of it is markup. */
export function paragraphsOf(text: string): Paragraph[] {
  return text
    .split(/\n[ \t]*(?:\n[ \t]*)+/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map(piecesOf);
}

function piecesOf(paragraph: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const { 0: address, index } of paragraph.matchAll(ADDRESS)) {
    if (index > from) pieces.push({ text: paragraph.slice(from, index), href: null });
    pieces.push({ text: address, href: address });
    from = index + address.length;
  }
  if (from < paragraph.length) pieces.push({ text: paragraph.slice(from), href: null });
  return pieces;
}
