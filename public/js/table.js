// Tables: select all, and which columns to show, remembered on this device.
const keyOf = (id) => `columns:${location.pathname}:${id}`;

document.addEventListener('change', (event) => {
  const input = event.target;
  const table = input.closest('table');
  if (input.matches('[data-select-all]')) {
    for (const box of table.querySelectorAll('[data-select]')) box.checked = input.checked;
    announce(table);
  } else if (input.matches('[data-select]')) announce(table);
  else if (input.closest('[data-columns]') !== null) {
    const menu = input.closest('[data-columns]');
    showColumns(menu);
    const hidden = [...menu.querySelectorAll('input:not(:checked)')].map((box) => box.value);
    localStorage.setItem(keyOf(menu.dataset.columns), JSON.stringify(hidden));
  }
});

// Tells whoever counts (a bulk form) how many rows are selected: event "table:selected" with {count}.
function announce(table) {
  const boxes = [...table.querySelectorAll('[data-select]')];
  const count = boxes.filter((box) => box.checked).length;
  const all = table.querySelector('[data-select-all]');
  all.checked = count > 0 && count === boxes.length;
  all.indeterminate = count > 0 && count < boxes.length;
  table.dispatchEvent(new CustomEvent('table:selected', { bubbles: true, detail: { count } }));
}

function showColumns(menu) {
  const block = document.getElementById(menu.dataset.columns);
  for (const box of menu.querySelectorAll('input')) {
    for (const cell of block.querySelectorAll(`[data-column="${CSS.escape(box.value)}"]`)) {
      cell.toggleAttribute('data-off', !box.checked);
    }
  }
}

function remembered(id) {
  try {
    const hidden = JSON.parse(localStorage.getItem(keyOf(id)) ?? '[]');
    return Array.isArray(hidden) ? hidden : [];
  } catch {
    return [];
  }
}

function restore() {
  for (const menu of document.querySelectorAll('[data-columns]')) {
    const hidden = remembered(menu.dataset.columns);
    if (hidden.length === 0) continue;
    for (const box of menu.querySelectorAll('input')) box.checked = !hidden.includes(box.value);
    showColumns(menu);
  }
}

restore();
document.addEventListener('live:refreshed', restore);
