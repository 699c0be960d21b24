/**
 * Helps to claim points for somebody else: the lists narrow, the categories show what they are worth for the person, and
 * the points are said before anything is sent. Every part is rendered by the server and put in place here; without
 * scripts a button does the same.
 */

const form = document.querySelector('form[data-claim]');
const NARROWING = ['department', 'grade'];
const PARTS = { lists: ['claim-listed'], person: ['claim-listed', 'claim-categories', 'claim-decider'] };
let asked;

function field(name) {
  return [...form.elements].find((element) => element.name === name) ?? document.querySelector(`[name="${name}"]`);
}

function valueOf(name) {
  const found = form.elements[name] ?? document.querySelector(`[name="${name}"][form="claim-narrow"]`);
  return (found?.value ?? '').trim();
}

/** Fetches the page as it would be with what is chosen now, and takes parts of it. */
async function refresh(parts) {
  if (!form.dataset.claim) return;
  asked?.abort();
  asked = new AbortController();
  const address = new URL(form.dataset.claim, location.origin);
  for (const name of [...NARROWING, 'personId', 'person', 'categoryCode', form.dataset.decider]) {
    if (valueOf(name) !== '') address.searchParams.set(name, valueOf(name));
  }
  try {
    const answer = await fetch(address, { headers: { accept: 'text/html' }, signal: asked.signal });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const id of parts) put(id, page);
    fit();
  } catch {
    // Too slow or gone: the form works as it stands.
  }
}

/** Somebody who is in the middle of a part keeps it. */
function put(id, page) {
  const old = document.getElementById(id);
  const fresh = page.getElementById(id);
  if (old === null || fresh === null) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : '';
  old.replaceWith(document.importNode(fresh, true));
  if (focused !== '') document.getElementById(focused)?.focus();
}

/** One of the two names the person; the other follows or gives way. */
function follow(changed) {
  const text = field('person');
  const list = field('personId');
  if (changed.name === 'personId') {
    text.value = changed.value === '' ? '' : (changed.selectedOptions[0]?.textContent.trim() ?? '');
    void refresh(['claim-categories', 'claim-decider']);
  } else if (changed.name === 'person') {
    if (list) list.value = '';
    void refresh(PARTS.person);
  }
}

function chosen() {
  const code = form.querySelector('[name="categoryCode"]:checked')?.value;
  const facts = document.getElementById('claim-categories')?.dataset.claims;
  return code === undefined || facts === undefined ? undefined : JSON.parse(facts)[code];
}

/** Asks for a quantity, a link or evidence only where they count; what is hidden is not sent. */
function offer(name, shown) {
  const input = form.querySelector(`[name="${name}"]`);
  const box = input?.closest('.field');
  if (!box) return;
  box.hidden = !shown;
  for (const one of box.querySelectorAll('input')) one.disabled = !shown;
}

function fit() {
  const option = chosen();
  offer('quantity', option === undefined || option.counted);
  offer('link', option === undefined || option.link);
  offer('file', option === undefined || option.evidence);
  const output = form.querySelector('[data-claim-points]');
  const quantity = option?.counted ? Number(valueOf('quantity') || 1) : 1;
  const known = option?.known === true && Number.isInteger(quantity) && quantity >= 1;
  const points = known
    ? new Intl.NumberFormat(form.dataset.locale || document.documentElement.lang).format(option.points * quantity)
    : '';
  const words = known ? output.dataset.text.replace('{points}', points) : output.dataset.unknown;
  if (output.textContent !== words) output.textContent = words;
  output.toggleAttribute('data-known', known);
}

if (form) {
  document.addEventListener('change', ({ target }) => {
    if (NARROWING.includes(target.name) && target.form?.id === 'claim-narrow') void refresh(PARTS.lists);
    else if (target.form === form && target.name.startsWith('person')) follow(target);
    else if (target.form === form) fit();
  });
  form.addEventListener('input', ({ target }) => {
    if (target.name === 'quantity') fit();
  });
  fit();
}
