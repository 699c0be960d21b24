/**
 * Fits the form to the chosen category: offers only who may decide it, asks for a quantity or a link only where they
 * count, and says the points before sending. The server decides everything; without scripts all fields are shown.
 */

const form = document.querySelector('form[data-raise]');

/** Shows a field or takes it out of the form; what is hidden is not sent. */
function offer(name, shown) {
  const input = form.querySelector(`[name="${name}"]`);
  const field = input?.closest('.field');
  if (!field) return;
  field.hidden = !shown;
  input.disabled = !shown;
}

function offerApprovers(option) {
  const select = form.querySelector('[name="approverId"]');
  if (!select) return;
  const allowed = new Set(option.approvers);
  for (const entry of select.options) {
    const fits = entry.value !== '' && allowed.has(entry.value);
    entry.hidden = !fits;
    entry.disabled = !fits;
  }
  if (!allowed.has(select.value)) select.value = option.approvers.length === 1 ? option.approvers[0] : '';
}

function sayPoints(option) {
  const output = form.querySelector('[data-raise-points]');
  if (!output) return;
  const quantity = option.counted ? Number(form.querySelector('[name="quantity"]')?.value || 1) : 1;
  const valid = Number.isInteger(quantity) && quantity >= 1;
  output.hidden = !valid;
  if (!valid) return;
  const points = new Intl.NumberFormat(document.documentElement.lang).format(option.points * quantity);
  output.textContent = output.dataset.text.replace('{points}', points);
}

function fit() {
  const chosen = form.querySelector('[name="categoryCode"]:checked');
  if (!chosen) return;
  const option = JSON.parse(form.dataset.raise)[chosen.value];
  if (!option) return;
  offer('quantity', option.counted);
  offer('link', option.link);
  offer('approverId', !option.fixed);
  offerApprovers(option);
  sayPoints(option);
}

if (form) {
  form.addEventListener('change', fit);
  form.addEventListener('input', (event) => {
    if (event.target.name === 'quantity') fit();
  });
  fit();
}
