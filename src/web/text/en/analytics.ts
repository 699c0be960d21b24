/** Words of analytics: of central, HR, PM-Architects and delivery partners. */
export const analytics = {
  'analytics.how': 'How this is counted',
  'analytics.print': 'Print',
  'analytics.activities': 'Activities',
  'analytics.activitiesNote': 'Requests and awards; corrections are none',
  'analytics.bonus': 'Bonus points',
  'analytics.bonusNote': 'In no other figure of this page',
  'analytics.quarters': 'Points by quarter',
  'analytics.quarter': 'Quarter',
  'analytics.quartersSentence': '{points} points in these quarters, most of them in {quarter}: {most}.',
  'analytics.categoryTable': 'Categories',
  'analytics.category': 'Category',
  'analytics.categoryPeople': 'People',
  'analytics.categorySummary':
    'People with an entry in the category, whoever they are, and beside them how many of those who could have one.',
  'analytics.chipUnit': 'Unit: {unit}',
  'analytics.withheld': 'Too few people for figures',
  'analytics.withheldText':
    'Figures of fewer than five people are not shown, nor those that would tell them by subtraction. Remove a filter.',
  'analytics.together': 'Small groups together: {groups}',
  'analytics.noDepartment': 'Not known',
  'analytics.approved': 'Approved',
  'analytics.rejected': 'Rejected',
  'analytics.approval': 'Approval rate',
  'analytics.withdrawn': 'Withdrawn',
  'analytics.ninetieth': 'Nine of ten within',
  'analytics.departmentSummary':
    'Points divided by the people who were there, so that a large department does not look better for being large.',
  'analytics.participationSummary': 'People with an entry among those who could have one.',
  'analytics.unitSummary': 'How units decide: the share that is approved, and how long it takes in working time.',
  'analytics.def.points':
    'Regular points: requests and awards with their corrections; bonuses stand apart. Points belong to the day of the event, whenever they were decided or corrected, and a correction to the period of what it corrects. Whoever has left still counts.',
  'analytics.def.months':
    'Each month of these days, and each quarter in which their points are counted. A quarter of which only some days are asked for shows only the points of these days.',
  'analytics.def.category':
    'By the category in which the points were got. An activity is an entry for a request or an award; corrections change points, not how often.',
  'analytics.def.categoryPeople':
    'People: everybody with at least one activity in the category, also who has left since or is not eligible. Took part, eligible and share are those of the other tables, for the category alone: eligible is for whose grade it is worth something, and nobody where it is no longer active. Whoever took part in several categories counts in each of them and once in the last row, where one active category is enough to be eligible.',
  'analytics.def.perHead':
    'Points divided by heads, cut off after two decimals. Heads are people who were here on at least one of the days: who joined later does not count, who left within the days does. Whoever was deactivated without an exit date is not among them. Department, grade and location are those of today, also for earlier points, so the groups always come to the same sum.',
  'analytics.def.participation':
    'Took part: eligible people with at least one activity in these days; a bonus alone does not count. Eligible: people who are active today, had joined by the last day and have a grade for which an active category is worth something. Who joined within the days counts like everybody else; who has left since counts neither as eligible nor as having taken part.',
  'analytics.def.units':
    'Requests with an event in these days, by the unit that decides. Approval rate: approved among approved and rejected; withdrawn ones were not decided and stand apart. Time to decide: working time from making the request to the decision, by the working hours of the day of the decision; half of the decisions took no longer than the median, nine of ten no longer than the other figure. Pending is what waits now, whatever the days.',
  'analytics.def.top':
    'The ten with most regular points in these days among people who are active today; equal points share a rank.',
  'analytics.def.topNamed': 'You see everybody here, also people who wished not to be named on boards.',
  'analytics.def.topUnnamed': 'Who wished not to be named on boards has no name here either.',
  'analytics.def.small':
    'Groups of fewer than five people are not shown alone but together in one row, with the next larger group where they are still too few.',
} as const;
