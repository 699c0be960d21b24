import { ACCUMULATION } from './accumulation.js';
import { ARITHMETIC } from './arithmetic.js';
import { ARRAYS } from './arrays.js';
import { BITS_AND_SIZES } from './bits-and-sizes.js';
import { CONVERSION } from './convert.js';
import { DATE_ARITHMETIC } from './date-arithmetic.js';
import { DATE_FIELDS } from './date-fields.js';
import { dateToString } from './date-format.js';
import { dateFromString } from './date-parse.js';
import { ITERATION } from './iteration.js';
import { LOGIC } from './logic.js';
import { OBJECTS } from './objects.js';
import type { OperatorCompiler } from './operator.js';
import { PERCENTILE } from './percentile.js';
import { REGEX } from './regex-operators.js';
import { ROUNDING } from './rounding.js';
import { SETS } from './sets.js';
import { STRINGS } from './strings.js';
import { TRIGONOMETRY } from './trigonometry.js';

/** Every expression operator of this engine. */
export const OPERATORS: ReadonlyMap<string, OperatorCompiler> = new Map<string, OperatorCompiler>(
  [
    ACCUMULATION,
    ARITHMETIC,
    ARRAYS,
    BITS_AND_SIZES,
    CONVERSION,
    DATE_ARITHMETIC,
    DATE_FIELDS,
    ITERATION,
    LOGIC,
    OBJECTS,
    PERCENTILE,
    REGEX,
    ROUNDING,
    SETS,
    STRINGS,
    TRIGONOMETRY,
    { $dateToString: dateToString, $dateFromString: dateFromString },
  ].flatMap((table) => Object.entries(table)),
);

/** Operators that MongoDB has and this engine refuses by name. */
export const REFUSED_OPERATORS: ReadonlySet<string> = new Set([
  '$accumulator',
  '$function',
  '$meta',
  '$toHashedIndexKey',
]);
