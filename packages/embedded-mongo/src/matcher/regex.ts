import { type BSONRegExp } from 'bson';

import { MongoError, unsupported } from '../errors.js';

const POSIX: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: ' \\t\\n\\v\\f\\r',
  punct: '!-\\/:-@\\[-`\\{-~',
  xdigit: '0-9A-Fa-f',
  word: 'A-Za-z0-9_',
  blank: ' \\t',
};
const SPACE = ' \\t\\n\\v\\f\\r';
const compiled = new Map<string, RegExp>();

/** Options that a regular expression takes: i, m, s, x and u. */
function checkOptions(options: string): void {
  const bad = /[^imsxu]/.exec(options);
  if (bad !== null) throw new MongoError(51108, `invalid flag in regex options: ${bad[0]}`);
}

/**
 * Compiles a Perl-compatible expression as MongoDB understands it. What JavaScript cannot express
 * (recursion, possessive quantifiers, atomic groups...) is refused; syntax errors throw 51091.
 */
export function compileRegex(pattern: string, options: string): RegExp {
  const key = `${options}/${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  checkOptions(options);
  const inline = /^\(\?([imsx]+)\)/.exec(pattern);
  const flags = options + (inline?.[1] ?? '');
  const body = new Translation(inline === null ? pattern : pattern.slice(inline[0].length), flags).run();
  let regex: RegExp;
  try {
    regex = new RegExp(body, `u${flags.includes('i') ? 'i' : ''}${flags.includes('m') ? 'm' : ''}`);
  } catch (error) {
    throw new MongoError(51091, `Regular expression is invalid: ${(error as Error).message}`);
  }
  if (compiled.size > 500) compiled.clear();
  compiled.set(key, regex);
  return regex;
}

/** {@link compileRegex} for a BSON regular expression. */
export function regexOf(v: BSONRegExp): RegExp {
  return compileRegex(v.pattern, v.options);
}

/** Rewrites an expression into JavaScript's `u` syntax, character by character. */
class Translation {
  private at = 0;
  private out = '';

  constructor(
    private readonly source: string,
    private readonly flags: string,
  ) {}

  run(): string {
    while (this.at < this.source.length) this.step();
    return this.out;
  }

  private step(): void {
    const c = this.source[this.at] as string;
    switch (c) {
      case '\\':
        return this.escape(false);
      case '[':
        return this.characterClass();
      case '(':
        return this.group();
      case '.':
        this.at += 1;
        this.out += this.flags.includes('s') ? '[^]' : '[^\\n]';
        return;
      case '$':
        this.at += 1;
        // Perl's $ also stands before a final line feed; with m, only line feeds end lines.
        this.out += this.flags.includes('m') ? '(?=\\n|(?![^]))' : '(?=\\n?(?![^]))';
        return;
      case '^':
        this.at += 1;
        this.out += this.flags.includes('m') ? '(?<=\\n|(?<![^]))' : '^';
        return;
      case '*':
      case '+':
      case '?':
        return this.quantifier(1);
      case '{':
        return this.brace();
      case '}':
      case ']':
        this.at += 1;
        this.out += `\\${c}`;
        return;
      default:
        return this.plain(c);
    }
  }

  private plain(c: string): void {
    if (this.flags.includes('x')) {
      if (/\s/.test(c)) {
        this.at += 1;
        return;
      }
      if (c === '#') {
        const end = this.source.indexOf('\n', this.at);
        this.at = end < 0 ? this.source.length : end + 1;
        return;
      }
    }
    this.at += 1;
    this.out += c === '/' ? '\\/' : c;
  }

  private quantifier(length: number): void {
    this.out += this.source.slice(this.at, this.at + length);
    this.at += length;
    if (this.source[this.at] === '+') throw unsupported('A possessive quantifier in a regular expression');
    if (this.source[this.at] === '?') {
      this.out += '?';
      this.at += 1;
    }
  }

  private brace(): void {
    const count = /^\{\d+(?:,\d*)?\}/.exec(this.source.slice(this.at));
    if (count !== null) return this.quantifier(count[0].length);
    this.at += 1;
    this.out += '\\{';
  }

  private group(): void {
    const rest = this.source.slice(this.at);
    const named = /^\(\?P?<([A-Za-z_]\w*)>/.exec(rest);
    const comment = /^\(\?#[^)]*\)/.exec(rest);
    const plain = /^\(\?(?::|=|!|<=|<!)/.exec(rest);
    if (comment !== null) {
      this.at += comment[0].length;
    } else if (named !== null) {
      this.out += `(?<${named[1]}>`;
      this.at += named[0].length;
    } else if (plain !== null) {
      this.out += plain[0];
      this.at += plain[0].length;
    } else if (rest.startsWith('(?') || rest.startsWith('(*')) {
      throw unsupported(`"${rest.slice(0, 4)}" in a regular expression`);
    } else {
      this.out += '(';
      this.at += 1;
    }
  }

  private characterClass(): void {
    const start = /^\[\^?\]?/.exec(this.source.slice(this.at)) as RegExpExecArray;
    this.out += start[0].endsWith(']') ? `${start[0].slice(0, -1)}\\]` : start[0];
    this.at += start[0].length;
    for (;;) {
      const c = this.source[this.at];
      if (c === undefined)
        throw new MongoError(51091, 'Regular expression is invalid: missing terminating ] for character class');
      if (c === ']') break;
      if (c === '\\') this.escape(true);
      else if (c === '[') this.posixClass();
      else this.classCharacter(c);
    }
    this.at += 1;
    this.out += ']';
  }

  private classCharacter(c: string): void {
    this.at += 1;
    const previous = this.out.slice(-2);
    const next = this.source[this.at];
    // A hyphen beside a class such as \w is a literal hyphen.
    const literal =
      c === '-' && (/\\[dDwWS]$/.test(previous) || (next === '\\' && /[dDwWsS]/.test(this.source[this.at + 1] ?? '')));
    this.out += literal ? '\\-' : '/{}()|'.includes(c) ? `\\${c}` : c;
  }

  private posixClass(): void {
    const posix = /^\[:(\w+):\]/.exec(this.source.slice(this.at));
    if (posix === null) {
      this.at += 1;
      this.out += '\\[';
      return;
    }
    const set = POSIX[posix[1] as string];
    if (set === undefined)
      throw new MongoError(51091, `Regular expression is invalid: unknown POSIX class name ${posix[0]}`);
    this.out += set;
    this.at += posix[0].length;
  }

  private escape(inClass: boolean): void {
    const rest = this.source.slice(this.at + 1);
    const c = rest[0];
    if (c === undefined) throw new MongoError(51091, 'Regular expression is invalid: \\ at end of pattern');
    const hex = /^x\{([0-9a-fA-F]+)\}|^x([0-9a-fA-F]{1,2})/.exec(rest);
    const kept =
      /^(?:[dDwWtnrfv]|k<\w+>|p\{\w+\}|P\{\w+\})/.exec(rest) ?? (inClass ? null : /^(?:[bB]|[1-9])/.exec(rest));
    if (hex !== null) return this.emit(`\\u{${hex[1] ?? hex[2]}}`, hex[0].length);
    if (kept !== null) return this.emit(`\\${kept[0]}`, kept[0].length);
    switch (c) {
      case 's':
        return this.emit(inClass ? SPACE : `[${SPACE}]`, 1);
      case 'S':
        if (inClass) throw unsupported('\\S inside a character class of a regular expression');
        return this.emit(`[^${SPACE}]`, 1);
      case 'h':
        return this.emit(inClass ? ' \\t' : '[ \\t]', 1);
      case 'A':
        return this.emit('(?<![^])', 1);
      case 'z':
        return this.emit('(?![^])', 1);
      case 'Z':
        return this.emit('(?=\\n?(?![^]))', 1);
      case 'b':
        return this.emit('\\x08', 1);
      case '0':
        return this.emit('\\0', 1);
      case 'a':
        return this.emit('\\x07', 1);
      case 'e':
        return this.emit('\\x1b', 1);
      case 'Q': {
        const end = rest.indexOf('\\E');
        const quoted = rest.slice(1, end < 0 ? undefined : end);
        const length = end < 0 ? rest.length : end + 2;
        return this.emit(
          quoted.replace(/[\\^$.*+?()[\]{}|/-]/g, (x) => (x === '-' && !inClass ? x : `\\${x}`)),
          length,
        );
      }
    }
    if (/[A-Za-z0-9]/.test(c)) throw unsupported(`"\\${c}" in a regular expression`);
    const syntax = '^$\\.*+?()[]{}|/'.includes(c) || (c === '-' && inClass);
    this.emit(syntax ? `\\${c}` : c, 1);
  }

  private emit(text: string, length: number): void {
    this.out += text;
    this.at += 1 + length;
  }
}
