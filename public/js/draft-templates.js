// Ready-made notes: a button puts its words into the field that it names, behind what is there already.
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-insert]');
  if (button === null) return;
  const area = document.getElementById(button.dataset.insert);
  const words = button.dataset.text ?? button.textContent.trim();
  area.value = area.value.trim() === '' ? words : `${area.value.trimEnd()} ${words}`;
  area.dispatchEvent(new Event('input', { bubbles: true }));
  area.focus();
});
