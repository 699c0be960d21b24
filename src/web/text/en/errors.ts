/** Words of error pages: what happened and what one can do. */
export const errors = {
  'errors.id': 'Error id for support: {id}',
  'errors.home': 'Go to the start page',
  'errors.back': 'Use your browser’s back button to return to what you were doing; nothing was changed.',
  'errors.403': 'If you think it should be yours, ask HR for the grant it needs.',
  'errors.404': 'The address may be mistyped, or the record belongs to somebody else.',
  'errors.409': 'Reload the page you came from to see how things stand now.',
  'errors.429': 'Please wait a little before you try again.',
  'errors.503': 'Please try again in a moment. What was confirmed before is safe.',
} as const;
