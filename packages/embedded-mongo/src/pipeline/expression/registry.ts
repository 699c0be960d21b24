import { ACCUMULATION } from './accumulation.js';
import { ARITHMETIC } from './arithmetic.js';
import { ARRAYS } from './arrays.js';
import { CONVERSION } from './convert.js';
import { DATE_ARITHMETIC } from './date-arithmetic.js';
import { DATE_FIELDS } from './date-fields.js';
import { dateToString } from './date-format.js';
import { dateFromString } from './date-parse.js';
import { ITERATION } from './iteration.js';
import { LOGIC } from './logic.js';
import { OBJECTS } from './objects.js';
import type { OperatorCompiler } from './operator.js';
import { REGEX } from './regex-operators.js';
import { ROUNDING } from './rounding.js';
import { SETS } from './sets.js';
import { STRINGS } from './strings.js';

/** Every expression operator of this engine. */
export const OPERATORS: ReadonlyMap<string, OperatorCompiler> = new Map<string, OperatorCompiler>(
  [
    ACCUMULATION,
    ARITHMETIC,
    ARRAYS,
    CONVERSION,
    DATE_ARITHMETIC,
    DATE_FIELDS,
    ITERATION,
    LOGIC,
    OBJECTS,
    REGEX,
    ROUNDING,
    SETS,
    STRINGS,
    { $dateToString: dateToString, $dateFromString: dateFromString },
  ].flatMap((table) => Object.entries(table)),
);

/** Operators that MongoDB has and this engine refuses by name. */
export const REFUSED_OPERATORS: ReadonlySet<string> = new Set([
  '$accumulator',
  '$acos',
  '$acosh',
  '$asin',
  '$asinh',
  '$atan',
  '$atan2',
  '$atanh',
  '$binarySize',
  '$bitAnd',
  '$bitNot',
  '$bitOr',
  '$bitXor',
  '$bsonSize',
  '$cos',
  '$cosh',
  '$degreesToRadians',
  '$function',
  '$median',
  '$meta',
  '$percentile',
  '$radiansToDegrees',
  '$sampleRate',
  '$sin',
  '$sinh',
  '$tan',
  '$tanh',
  '$toHashedIndexKey',
  '$toUUID',
  '$tsIncrement',
  '$tsSecond',
]);
