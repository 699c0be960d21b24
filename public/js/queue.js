/**
 * Deciding without the mouse. In the list: j and k move, Enter opens, x selects, a and r decide the row in a dialog, or
 * lead to the review of what is selected. Beside a request: j and k go on, a and r ask for the notes or press the button,
 * 1 to 3 put ready-made notes in. Ctrl+Enter sends, e opens the evidence. Every key only moves the focus or presses
 * something that is there anyway.
 */
import { openInPlace } from './decide-in-place.js';

const queue = document.querySelector('[data-queue]');
const decision = queue === null ? document.querySelector('form[data-decision]') : null;

function rows() {
  return queue === null ? [] : [...queue.querySelectorAll('tbody tr')];
}

function currentIndex(all) {
  return all.findIndex((row) => row.contains(document.activeElement));
}

function move(step, key) {
  if (queue === null) {
    document.querySelector(`.page-header [data-key="${key}"]`)?.click();
    return;
  }
  const all = rows();
  const next = all[Math.min(Math.max(currentIndex(all) + step, 0), all.length - 1)];
  next?.querySelector('a')?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

function toggleSelected() {
  const all = rows();
  all[currentIndex(all)]?.querySelector('input[type="checkbox"]')?.click();
}

function decide(word) {
  if (queue === null) decideBeside(word);
  else if (document.querySelector('[data-select]:checked') !== null)
    document.querySelector('[data-decide="review"]')?.focus();
  else {
    const all = rows();
    openInPlace(all[Math.max(currentIndex(all), 0)], word);
  }
}

/** Notes first, the button when there are some; the button that was meant is remembered for Ctrl+Enter. */
function decideBeside(word) {
  const button = decision?.querySelector(`[value="${word}"], [data-decide="${word}"]`);
  if (!button) return;
  decision.dataset.meant = word;
  const notes = decision.querySelector('textarea');
  (notes.value.trim() === '' ? notes : button).focus();
}

function openEvidence() {
  if (queue !== null) {
    const all = rows();
    const link = all[Math.max(currentIndex(all), 0)]?.querySelector('a[href]');
    if (link) location.assign(`${link.href}#evidence`);
    return;
  }
  const summary = document.querySelector('#evidence summary');
  if (summary === null) {
    document.querySelector('#evidence a')?.focus();
    return;
  }
  summary.parentElement.open = true;
  summary.focus();
  summary.scrollIntoView({ block: 'start' });
}

const ACTIONS = {
  j: () => move(1, 'j'),
  k: () => move(-1, 'k'),
  x: toggleSelected,
  a: () => decide('approve'),
  r: () => decide('reject'),
  e: openEvidence,
};

/** Typing into a field is never a shortcut, and neither is a key that the browser or a screen reader uses. */
function isTyping(event) {
  return (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    document.querySelector('dialog[open]') !== null ||
    event.target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable]') !== null
  );
}

function sendMeant(event) {
  const form = event.target.closest('form[data-decision]');
  if (form === null || event.target.matches('button')) return;
  const word = form.dataset.meant ?? 'approve';
  event.preventDefault();
  form.requestSubmit(form.querySelector(`[value="${word}"], [data-decide="${word}"]`));
}

document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    sendMeant(event);
    return;
  }
  if (isTyping(event)) return;
  const template = decision?.querySelectorAll('[data-insert]')[Number(event.key) - 1];
  const action = template ? () => template.click() : ACTIONS[event.key];
  if (action === undefined) return;
  event.preventDefault();
  action();
});

// The row that is meant stays marked, also while the focus is in a cell of it.
queue?.addEventListener('focusin', (event) => {
  for (const row of rows()) row.toggleAttribute('data-current', row.contains(event.target));
});

/** Says on the buttons how many are meant; the panel is there only while something is selected. */
function countSelected() {
  const form = document.querySelector('form[data-bulk]');
  if (form === null) return;
  const count = document.querySelectorAll('[data-select]:checked').length;
  form.closest('section').dataset.count = String(count);
  const shown = new Intl.NumberFormat(document.documentElement.lang).format(count);
  for (const button of form.querySelectorAll('[data-decide]')) {
    const words = form.dataset[count === 1 ? `${button.dataset.decide}One` : button.dataset.decide];
    button.querySelector('span').textContent = words.replace('7', shown);
    button.disabled = count === 0;
  }
}

document.addEventListener('table:selected', countSelected);
document.addEventListener('live:refreshed', countSelected);
// A browser that goes back brings the ticks of before with it.
addEventListener('pageshow', countSelected);
countSelected();
