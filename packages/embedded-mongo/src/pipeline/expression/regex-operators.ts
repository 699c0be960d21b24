import { BSONRegExp, Int32 } from 'bson';

import { MongoError } from '../../errors.js';
import { boundedExec, boundedTest } from '../../matcher/bounded-regex.js';
import { compileRegex } from '../../matcher/regex.js';
import { isNullish } from '../../values/kinds.js';
import { spend } from '../../values/effort.js';
import type { Doc, Value } from '../../values/types.js';
import { namedArgs, type OperatorCompiler, type OperatorTable } from './operator.js';
import { requiredText, textArg } from './text-of.js';
import type { Scope } from './scope.js';

/** Input and expression of one evaluation; undefined when one of them is null. */
type Matching = (root: Doc) => { readonly text: string; readonly regex: RegExp } | undefined;

function matching(arg: Value, scope: Scope, op: string): Matching {
  const named = namedArgs(arg, op, ['input', 'regex'], ['options']);
  const input = scope.compile(named.get('input') as Value);
  const pattern = scope.compile(named.get('regex') as Value);
  const options = named.has('options') ? scope.compile(named.get('options') as Value) : undefined;
  return (root) => {
    const text = textArg(input(root), `${op} needs 'input' to be of type string; it`, 51104);
    const given = pattern(root);
    const flags =
      options === undefined
        ? undefined
        : textArg(options(root), `${op} needs 'options' to be of type string; it`, 51106);
    if (text === undefined || isNullish(given)) return undefined;
    if (given instanceof BSONRegExp) {
      if (flags !== undefined && flags !== '' && given.options !== '') {
        throw new MongoError(51107, `${op}: found regex option(s) specified in both 'regex' and 'options' fields`);
      }
      return { text, regex: compileRegex(given.pattern, flags === undefined || flags === '' ? given.options : flags) };
    }
    return {
      text,
      regex: compileRegex(
        requiredText(given, `${op} needs 'regex' to be of type string or regex; it`, 51105),
        flags ?? '',
      ),
    };
  };
}

function describe(m: RegExpExecArray, text: string): Doc {
  const before = [...text.slice(0, m.index)].length;
  return new Map<string, Value>([
    ['match', m[0]],
    ['idx', new Int32(before)],
    ['captures', m.slice(1).map((c: string | undefined) => c ?? null)],
  ]);
}

const regexMatch: OperatorCompiler = (arg, scope, op) => {
  const evaluate = matching(arg, scope, op);
  return (root) => {
    const m = evaluate(root);
    return m === undefined ? false : boundedTest(m.regex, m.text);
  };
};

const regexFind: OperatorCompiler = (arg, scope, op) => {
  const evaluate = matching(arg, scope, op);
  return (root) => {
    const m = evaluate(root);
    if (m === undefined) return null;
    const found = boundedExec(m.regex, m.text);
    return found === null ? null : describe(found, m.text);
  };
};

const regexFindAll: OperatorCompiler = (arg, scope, op) => {
  const evaluate = matching(arg, scope, op);
  return (root) => {
    const m = evaluate(root);
    if (m === undefined) return [];
    const regex = new RegExp(m.regex.source, `${m.regex.flags}g`);
    const all: Value[] = [];
    for (let found = boundedExec(regex, m.text); found !== null; found = boundedExec(regex, m.text)) {
      all.push(describe(found, m.text));
      spend(500 + found[0].length);
      // An empty match would be found again and again.
      if (found[0] === '') regex.lastIndex += (m.text.codePointAt(regex.lastIndex) ?? 0) > 0xffff ? 2 : 1;
    }
    return all;
  };
};

export const REGEX: OperatorTable = { $regexMatch: regexMatch, $regexFind: regexFind, $regexFindAll: regexFindAll };
