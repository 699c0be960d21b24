/**
 * Where this tab is in the order of what concerns its person: `<person>.<number>`, without gaps. Kept for the next page,
 * so that what happened between two pages is shown there.
 */
export function createPlace(storage, key) {
  let place = read();

  function read() {
    try {
      return storage.getItem(key) ?? undefined;
    } catch {
      return undefined;
    }
  }

  const numberOf = (cursor) => Number(cursor.slice(cursor.lastIndexOf('.') + 1));

  return {
    current: () => place,
    isNext: (cursor) => place !== undefined && numberOf(cursor) === numberOf(place) + 1,
    isPast: (cursor) => place !== undefined && numberOf(cursor) <= numberOf(place),
    moveTo(cursor) {
      place = cursor;
      try {
        storage.setItem(key, cursor);
      } catch {
        // A browser that keeps nothing: the next page begins anew.
      }
    },
  };
}
