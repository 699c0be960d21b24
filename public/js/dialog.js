// Opens a <dialog> where an action names one; without scripts the action's link leads to a page that asks the same.
document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-dialog-open]');
  if (opener !== null && open(opener.dataset.dialogOpen)) event.preventDefault();
  // A click on the shade around the dialog is on the dialog element itself.
  if (event.target instanceof HTMLDialogElement) event.target.close();
});

document.addEventListener('keydown', (event) => {
  if (event.key !== '?' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input, textarea, select, [contenteditable]') !== null) return;
  if (open('key-hints')) event.preventDefault();
});

function open(id) {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement) || dialog.open) return false;
  dialog.showModal();
  return true;
}
