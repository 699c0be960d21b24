const TAG = /<%(%|[-=_#]?)([\s\S]*?)([-_]?)%>/g;
const LITERAL_OR_BRACKET = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|\/\*[\s\S]*?\*\/|[([{]|[)\]}]/g;

/** How many more brackets a piece of code opens than it closes. */
function openedBy(code: string): number {
  let depth = 0;
  for (const [token] of code.matchAll(LITERAL_OR_BRACKET)) {
    if (token.length > 1) continue;
    depth += '([{'.includes(token) ? 1 : -1;
  }
  return depth;
}

/**
 * Lets a template give a component a block: `<%- include('/components/card', { body: capture(() => { %> … <% }) }) %>`.
 * EJS closes an output tag where it ends; here the call is left open until the tag that closes its last bracket.
 */
export function allowBlockArguments(source: string): string {
  const open: { readonly depth: number; readonly closing: string }[] = [];
  let depth = 0;
  return source.replace(TAG, (tag, mode: string, code: string, trim: string) => {
    if (mode === '#' || mode === '%') return tag;
    const before = depth;
    depth += openedBy(code);
    if ((mode === '-' || mode === '=') && depth > before) {
      open.push({ depth: before, closing: mode === '-' ? ')' : '))' });
      return `<% __append(${mode === '-' ? '' : 'escapeFn('}${code.trimStart()}${trim}%>`;
    }
    const innermost = open.at(-1);
    if (innermost === undefined || depth > innermost.depth) return tag;
    open.pop();
    return `<%${mode}${code.replace(/;?\s*$/, '')}${innermost.closing} ${trim}%>`;
  });
}
