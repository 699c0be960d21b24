/**
 * Asks the directory for people while somebody types into a field that offers people, so that the field offers more than
 * the first ones. Without it the field takes what is typed all the same.
 */
const PAUSE_MS = 250;

for (const field of document.querySelectorAll('input[data-suggest][list]')) {
  const list = document.getElementById(field.getAttribute('list'));
  let timer;
  let asked;
  field.addEventListener('input', () => {
    clearTimeout(timer);
    const text = field.value.trim();
    if (text.length < 2 || text.endsWith(')')) return;
    timer = setTimeout(() => offer(text), PAUSE_MS);
  });

  async function offer(text) {
    asked?.abort();
    asked = new AbortController();
    const address = new URL(field.dataset.suggest, location.origin);
    address.searchParams.set('q', text);
    try {
      const answer = await fetch(address, { headers: { Accept: 'application/json' }, signal: asked.signal });
      if (!answer.ok) return;
      const { items } = await answer.json();
      list.replaceChildren(
        ...items.map(
          ({ name, employeeId, grade, department }) =>
            new Option(`${grade}, ${department}`, employeeId === undefined ? name : `${name} (${employeeId})`),
        ),
      );
    } catch {
      // Too slow or gone: what was offered stays.
    }
  }
}
