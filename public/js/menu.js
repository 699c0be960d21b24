// Menus are <details>: this closes them on Escape and on a click elsewhere, opens the side menu, and takes the focus to
// the summary of errors.
const openMenus = () => document.querySelectorAll('details[data-menu][open]');

document.addEventListener('click', (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  const opener = event.target.closest('[data-menu-open]');
  if (opener !== null) {
    event.preventDefault();
    setSide(opener.dataset.menuOpen, true);
  } else if (event.target.closest('[data-menu-close]') !== null) {
    event.preventDefault();
    setSide(event.target.closest('nav').id, false);
  } else {
    const side = document.querySelector('nav[data-open]');
    if (side !== null && !side.contains(event.target)) setSide(side.id, false);
  }
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
  const side = document.querySelector('nav[data-open]');
  if (side !== null) setSide(side.id, false);
});

function setSide(id, open) {
  const side = document.getElementById(id);
  const opener = document.querySelector(`[data-menu-open="${id}"]`);
  side.toggleAttribute('data-open', open);
  if (open) side.querySelector('a, summary').focus();
  else {
    if (location.hash === `#${id}`) location.hash = 'main';
    opener?.focus();
  }
}

document.querySelector('[data-focus]')?.focus();
