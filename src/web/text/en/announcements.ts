/** Words of announcements and awards by file of central. */
export const announcements = {
  'fileUpload.lead.awardsEverywhere':
    'One row for each award, in a category of any unit. The points stay those of that unit. The file is checked first; nobody gets points until you confirm.',
  'fileUpload.unit': 'Unit',
} as const;
