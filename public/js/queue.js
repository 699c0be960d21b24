/**
 * Deciding a queue without the mouse: j and k move between rows, Enter opens, x selects, a and r go to the buttons,
 * ? shows the keys. Every key only moves the focus or presses a button that is there anyway.
 */

const queue = document.querySelector('[data-queue]');

function rows() {
  return queue === null ? [] : [...queue.querySelectorAll('tbody tr')];
}

function currentIndex(all) {
  return all.findIndex((row) => row.contains(document.activeElement));
}

function move(step) {
  const all = rows();
  const next = all[Math.min(Math.max(currentIndex(all) + step, 0), all.length - 1)];
  next?.querySelector('a')?.focus();
}

function toggleSelected() {
  const all = rows();
  all[currentIndex(all)]?.querySelector('input[type="checkbox"]')?.click();
}

const ACTIONS = {
  j: () => move(1),
  k: () => move(-1),
  x: toggleSelected,
  a: () => document.querySelector('[data-decide="approve"], [name="decision"][value="approve"], #bulk [type="submit"]')?.focus(),
  r: () => document.querySelector('[name="decision"][value="reject"], #bulk [formaction]')?.focus(),
  e: () => document.querySelector('#evidence a, #evidence summary')?.focus(),
};

/** Typing into a field is never a shortcut, and neither is a key that the browser or a screen reader uses. */
function isTyping(event) {
  return (
    event.ctrlKey || event.metaKey || event.altKey ||
    event.target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable]') !== null
  );
}

document.addEventListener('keydown', (event) => {
  if (isTyping(event)) return;
  const action = ACTIONS[event.key];
  if (action === undefined) return;
  event.preventDefault();
  action();
});
