// Counts down the characters of a textarea with data-counter; the words come from the page (data-left, data-over).
const counted = (text) => [...text].length;

function update(area) {
  const line = document.querySelector(`[data-counter-for="${CSS.escape(area.id)}"]`);
  if (line === null) return;
  const left = Number(area.dataset.counter) - counted(area.value);
  const one = Math.abs(left) === 1 ? 'One' : '';
  const text = left < 0 ? line.dataset[`over${one}`] : line.dataset[`left${one}`];
  line.textContent = text.replace(
    '%count%',
    new Intl.NumberFormat(document.documentElement.lang).format(Math.abs(left)),
  );
  line.classList.toggle('field-count-over', left < 0);
}

document.addEventListener('input', (event) => {
  if (event.target.matches('textarea[data-counter]')) update(event.target);
});

for (const area of document.querySelectorAll('textarea[data-counter]')) update(area);
