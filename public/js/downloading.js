// The page that asks for the password before a download: a file does not replace it, so it says what happens instead.
// A refused password answers with a page of its own, which replaces this one.
const form = document.querySelector('form[data-downloads]');

form?.addEventListener('submit', () => {
  // After the form is on its way: a form that is hidden before is not sent by every browser.
  setTimeout(() => {
    document.querySelector('[data-download-asking]').hidden = true;
    const started = document.querySelector('[data-download-started]');
    started.hidden = false;
    const heading = started.querySelector('h1');
    heading.tabIndex = -1;
    heading.focus();
  }, 0);
});

// A browser that goes back shows the page as it was left: ask again.
addEventListener('pageshow', (event) => {
  if (!event.persisted || form === null) return;
  document.querySelector('[data-download-asking]').hidden = false;
  document.querySelector('[data-download-started]').hidden = true;
});
