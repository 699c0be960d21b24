/** Says calmly that the page stands still while the connection is away, and since when; gone once it has caught up. */

/** Shorter breaks are nobody's business. */
const SHOWN_AFTER = 2000;

export function createBanner(element) {
  let timer;
  let since;

  function show() {
    const { words, zone } = element.dataset;
    const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
      hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone,
    });
    const time = clock.format(since);
    // Unhidden first: what appears in a region that is there already is read aloud.
    element.hidden = false;
    element.querySelector('[data-banner-words]').textContent = words.replace('{time}', time);
  }

  return {
    interrupted() {
      if (element === null || since !== undefined) return;
      since = new Date();
      timer = setTimeout(show, SHOWN_AFTER);
    },
    caughtUp() {
      if (element === null) return;
      clearTimeout(timer);
      since = undefined;
      element.hidden = true;
      element.querySelector('[data-banner-words]').textContent = '';
    },
  };
}
