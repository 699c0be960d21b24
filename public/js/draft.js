// Keeps what is typed into a long form (<form data-draft="key">) on this device until it is sent. Files and secrets are
// not kept; a page that shows refused input again says data-draft-fresh="false". The page may hold [data-draft-note] with a [data-draft-discard] button; it is shown when a draft came back.
const PREFIX = 'draft:';
const owner = document.body.dataset.viewer ?? '';
const keyOf = (form) => `${PREFIX}${owner}:${form.dataset.draft}`;
const kept = (field) =>
  field.name !== '' &&
  field.name !== '_csrf' &&
  !['file', 'password', 'hidden', 'submit', 'button'].includes(field.type);

function read(form) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(form)) ?? 'null');
  } catch {
    return null;
  }
}

function save(form) {
  const values = [...form.elements]
    .filter(kept)
    .filter((field) => !['checkbox', 'radio'].includes(field.type) || field.checked)
    .map((field) => [field.name, field.value]);
  localStorage.setItem(keyOf(form), JSON.stringify(values));
}

function fill(form, values) {
  for (const [name, value] of values) {
    for (const field of [...form.elements].filter((element) => element.name === name && kept(element))) {
      if (['checkbox', 'radio'].includes(field.type)) field.checked = field.value === value;
      else field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }
  }
}

for (const form of document.querySelectorAll('form[data-draft]')) {
  const values = read(form);
  const note = form.querySelector('[data-draft-note]');
  if (Array.isArray(values) && form.dataset.draftFresh !== 'false') {
    fill(form, values);
    if (note !== null) note.hidden = false;
  }
  form.addEventListener('input', () => save(form));
  form.addEventListener('submit', () => localStorage.removeItem(keyOf(form)));
  form.querySelector('[data-draft-discard]')?.addEventListener('click', () => {
    localStorage.removeItem(keyOf(form));
    form.reset();
    note.hidden = true;
  });
}
