import type { OperatorCompiler } from './operator.js';

/** Every expression operator of this engine. */
export const OPERATORS: ReadonlyMap<string, OperatorCompiler> = new Map<string, OperatorCompiler>([]);

/** Operators that MongoDB has and this engine refuses by name. */
export const REFUSED_OPERATORS: ReadonlySet<string> = new Set(['$function', '$accumulator', '$meta', '$sampleRate']);
