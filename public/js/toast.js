// Shows a message for a while: document.dispatchEvent(new CustomEvent('toast', { detail: { kind, text } })).
// A server answer does the same with the header HX-Trigger: {"toast": {"kind": "success", "text": "…"}}.
const SHOWN_FOR = 8000;
const region = document.getElementById('toasts');

document.addEventListener('toast', (event) => {
  const { kind = 'info', text = '' } = event.detail ?? {};
  const template = document.querySelector(`template[data-toast-template="${CSS.escape(kind)}"]`);
  if (region === null || template === null || text === '') return;
  const note = template.content.firstElementChild.cloneNode(true);
  note.querySelector('[data-toast-text]').textContent = text;
  region.append(note);
  // A problem stays until it is dismissed; so does what is being read or pointed at.
  if (kind !== 'danger') leaveLater(note);
});

document.addEventListener('click', (event) => {
  event.target.closest('[data-toast-dismiss]')?.closest('.toast-note')?.remove();
});

function leaveLater(note) {
  setTimeout(() => {
    if (note.matches(':hover, :focus-within')) leaveLater(note);
    else note.remove();
  }, SHOWN_FOR);
}
