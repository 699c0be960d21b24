// A list of tabs that is wider than the page begins at the one that is open. Moves the list alone, never the page.
function showOpenTab() {
  for (const tab of document.querySelectorAll('.tabs [aria-current]')) {
    const list = tab.closest('.tabs');
    const [inner, outer] = [tab.getBoundingClientRect(), list.getBoundingClientRect()];
    if (inner.left >= outer.left && inner.right <= outer.right) continue;
    list.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
  }
}

showOpenTab();
addEventListener('resize', showOpenTab);
