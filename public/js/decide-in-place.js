/**
 * Decides a request of the queue without leaving it. The dialog lies outside of the list, so that nothing that comes in
 * meanwhile takes away what is being typed. Afterwards the row is gone and the focus on the next one.
 */
import { refreshFor } from './live-regions.js';

const dialog = document.getElementById('in-place');
const form = dialog?.querySelector('form[data-decision]');
const notes = form?.querySelector('textarea');
/** What the row says about itself, as it was when it was opened. */
let meant;

/** Asks for the notes of a row's decision; false where the row cannot be decided here. */
export function openInPlace(row, word) {
  const facts = row?.querySelector('[data-in-place]')?.dataset;
  if (!dialog || facts === undefined) return false;
  if (meant?.id !== row.dataset.row) {
    notes.value = '';
    notes.dispatchEvent(new Event('input', { bubbles: true }));
  }
  meant = { ...facts, id: row.dataset.row };
  form.action = facts.inPlace;
  form.dataset.meant = word;
  for (const name of ['title', 'about', 'notes', 'consequence']) say(name, facts[name]);
  say('problem', '');
  if (!dialog.open) dialog.showModal();
  notes.focus();
  return true;
}

function say(name, words) {
  dialog.querySelector(`[data-say="${name}"]`).textContent = words;
}

document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-dialog-open="in-place"]');
  if (opener === null) return;
  if (openInPlace(opener.closest('tr'), opener.hash === '#reject' ? 'reject' : 'approve')) event.preventDefault();
});

form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const word = event.submitter?.value ?? form.dataset.meant;
  const buttons = form.querySelectorAll('button');
  for (const button of buttons) button.disabled = true;
  say('problem', '');
  try {
    const answer = await send(word);
    if (answer.ok) leave(word);
    else await refuse(answer);
  } catch {
    say('problem', dialog.querySelector('[data-away]').dataset.away);
  } finally {
    for (const button of buttons) button.disabled = false;
  }
});

function send(word) {
  return fetch(form.action, {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'x-csrf-token': form.elements.namedItem('_csrf').value,
    },
    // What was shown goes along, so that nothing is decided that was changed meanwhile.
    body: JSON.stringify({ decision: word, notes: notes.value, seen: meant.seen }),
  });
}

/** Says why not. Who was faster is in the sentence; the list then shows how it stands. */
async function refuse(answer) {
  if (answer.status === 401) {
    location.reload();
    return;
  }
  const problem = await answer.json();
  say('problem', problem.errors?.[0]?.message ?? problem.detail);
  if (answer.status === 409 || answer.status === 404) refreshFor('request_decided');
  else notes.focus();
}

function leave(word) {
  const words = word === 'approve' ? meant.approved : meant.rejected;
  dialog.close();
  const row = document.querySelector(`[data-queue] tr[data-row="${CSS.escape(meant.id)}"]`);
  const next = row?.nextElementSibling ?? row?.previousElementSibling;
  row?.remove();
  meant = undefined;
  (next?.querySelector('a') ?? document.querySelector('.tabs [aria-current]'))?.focus();
  document.dispatchEvent(new CustomEvent('toast', { detail: { kind: 'success', text: words } }));
  refreshFor('request_decided');
}
