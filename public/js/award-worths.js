/**
 * Says what each category is worth for whoever was chosen, before the form is sent. Without it the worths of all grades
 * stand there, and the review says the points.
 */
const form = document.querySelector('form[data-award]');
const person = form?.elements.namedItem('person');
let asked;

person?.addEventListener('change', async () => {
  asked?.abort();
  asked = new AbortController();
  const address = new URL(form.dataset.award, location.origin);
  address.searchParams.set('for', person.value.trim());
  try {
    const answer = await fetch(address, { headers: { Accept: 'text/html' }, signal: asked.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const chosen = form.querySelector('[name="categoryCode"]:checked')?.value;
    const categories = document.getElementById('award-categories');
    const fresh = page.getElementById('award-categories');
    if (fresh === null) return;
    categories.replaceChildren(...fresh.childNodes);
    const same = [...categories.querySelectorAll('[name="categoryCode"]')].find(({ value }) => value === chosen);
    if (same && !same.disabled) same.checked = true;
  } catch {
    // Too slow or gone: the worths of all grades stay.
  }
});
