/**
 * Fits the form to the chosen category: offers only who may decide it, asks for a quantity, a link or evidence only where
 * they count, and says the points before sending. The server decides everything; without scripts all fields are shown.
 */

const form = document.querySelector('form[data-raise]');

function fieldOf(name) {
  return form.querySelector(`[name="${name}"]`)?.closest('.field') ?? null;
}

/** Shows a field or takes it out of the form; what is hidden is not sent. */
function offer(name, shown) {
  const field = fieldOf(name);
  if (field === null) return;
  field.hidden = !shown;
  for (const input of field.querySelectorAll('input, select')) input.disabled = !shown;
}

function offerApprovers(option) {
  const select = form.querySelector('[name="approverId"]');
  if (!select) return;
  const allowed = new Set(option.approvers);
  for (const entry of select.options) {
    const fits = allowed.has(entry.value);
    entry.hidden = !fits && entry.value !== '';
    entry.disabled = !fits && entry.value !== '';
  }
  // The first entry speaks of the manager; here somebody of the unit has to be named.
  select.options[0].textContent = form.dataset.choose;
  select.required = !option.fixed;
  // With scripts the field stands there only where it has to be filled in.
  select.closest('.field').querySelector('.field-optional')?.remove();
  const hint = document.getElementById('field-approverId-hint');
  if (hint !== null) hint.textContent = form.dataset.approverHint;
  if (!allowed.has(select.value)) select.value = option.approvers.length === 1 ? option.approvers[0] : '';
}

function askForEvidence(option) {
  offer('file', option.evidence !== '');
  const optional = fieldOf('file')?.querySelector('.field-optional');
  if (optional) optional.hidden = option.needed;
  const hint = document.getElementById('field-attachmentIds-hint');
  if (hint !== null && option.evidence !== '') hint.textContent = option.evidence;
}

function sayPoints(option) {
  const output = form.querySelector('[data-raise-points]');
  if (!output) return;
  const quantity = option.counted ? Number(form.querySelector('[name="quantity"]').value || 1) : 1;
  const valid = Number.isInteger(quantity) && quantity >= 1;
  if (!valid) return;
  const points = new Intl.NumberFormat(form.dataset.locale || document.documentElement.lang).format(
    option.points * quantity,
  );
  const select = form.querySelector('[name="approverId"]');
  const name = option.fixed ? option.decider : (option.deciders[select?.value] ?? '');
  const words = [output.dataset.text.replace('{points}', points)];
  if (name !== '') words.push(output.dataset.decider.replace('{name}', name));
  output.textContent = words.join(' ');
  output.dataset.known = '';
}

const NOTHING = { counted: false, link: false, fixed: true, evidence: '', needed: false, approvers: [], deciders: {} };

function fit() {
  const chosen = form.querySelector('[name="categoryCode"]:checked');
  const option = chosen === null ? undefined : JSON.parse(form.dataset.raise)[chosen.value];
  const shown = option ?? NOTHING;
  offer('quantity', shown.counted);
  offer('link', shown.link);
  offer('approverId', !shown.fixed);
  askForEvidence(shown);
  form.toggleAttribute('data-fitted', true);
  if (option === undefined) return;
  offerApprovers(option);
  sayPoints(option);
}

if (form) {
  form.addEventListener('change', fit);
  form.addEventListener('input', (event) => {
    if (event.target.name === 'quantity') fit();
  });
  form.addEventListener('reset', () => setTimeout(fit));
  fit();
}
