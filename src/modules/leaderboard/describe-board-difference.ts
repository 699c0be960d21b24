import type { BoardDifference, BoardPoints, ListCount } from './board-difference.js';

/** A difference in one line, for operators. */
export function describeBoardDifference(difference: BoardDifference): string {
  const { period } = difference;
  switch (difference.type) {
    case 'score.wrong': {
      const { personId, stored, computed, fields } = difference;
      const where = `person ${personId}: the board of ${period}`;
      if (stored === undefined) return `${where} has no row, it should say ${points(computed)}`;
      const same = stored.regular === computed.regular && stored.bonus === computed.bonus;
      if (same) return `${where} says something else of the person (${fields.join(', ')})`;
      return `${where} says ${points(stored)}, it should say ${points(computed)}`;
    }
    case 'sum.wrong':
      return `the sum of ${period} says ${points(difference.stored)}, the rows say ${points(difference.computed)}`;
    case 'tally.wrong':
      return `${list(difference)}: the counts say ${count(difference.storedList)}, the rows say ${count(difference.computedList)}`;
    case 'set.wrong':
      return `${list(difference)}: the list in Redis says ${count(difference.storedList)}, the rows say ${count(difference.computedList)}`;
  }
}

function points({ regular, bonus }: BoardPoints): string {
  return `${regular} regular and ${bonus} bonus`;
}

function count({ people, participants, sum }: ListCount): string {
  return `${participants} of ${people} people with ${sum} points`;
}

function list({ period, class: of, scope }: Extract<BoardDifference, { type: 'tally.wrong' | 'set.wrong' }>): string {
  const whom = [scope.department, scope.grade].filter((part) => part !== undefined).join(', ');
  return `the ${of} board of ${period}${whom === '' ? '' : ` for ${whom}`}`;
}
