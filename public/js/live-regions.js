/**
 * Parts of a page that follow events: `<div id="x" data-live="points_updated" data-live-src="/page">`. The address is
 * fetched as a page and the part with the same id put in place, so that a part is rendered in one way only.
 */

const COLLECT_FOR = 250;
const BUSY_RETRY = 2000;
const NOTIFICATIONS = '/employee/notifications';

const waiting = new Set();
let timer;

export function refreshFor(name) {
  for (const region of regions()) if (region.names.includes(name)) waiting.add(region.key);
  schedule(COLLECT_FOR);
}

export function refreshAll() {
  for (const region of regions()) waiting.add(region.key);
  schedule(COLLECT_FOR);
}

function regions() {
  const marked = [...document.querySelectorAll('[data-live-src][id]')].map((element) => ({
    key: element.id,
    names: (element.dataset.live ?? '').split(/\s+/),
    source: element.dataset.liveSrc,
    element,
    findIn: (page) => page.getElementById(element.id),
  }));
  const bell = bellOf(document);
  if (bell === null) return marked;
  return [...marked, { key: 'bell', names: ['notification'], source: NOTIFICATIONS, element: bell, findIn: bellOf }];
}

function bellOf(page) {
  return page.querySelector('[data-bell-count]')?.closest('details') ?? null;
}

function schedule(delay) {
  if (waiting.size === 0) return;
  clearTimeout(timer);
  timer = setTimeout(refreshWaiting, delay);
}

async function refreshWaiting() {
  const due = regions().filter(({ key }) => waiting.has(key));
  waiting.clear();
  const bySource = new Map();
  for (const region of due) {
    // What somebody is filling in or choosing from stays until that is done.
    if (isInUse(region.element)) waiting.add(region.key);
    else bySource.set(region.source, [...(bySource.get(region.source) ?? []), region]);
  }
  for (const [source, parts] of bySource) await refreshFrom(source, parts);
  schedule(BUSY_RETRY);
}

async function refreshFrom(source, parts) {
  try {
    const answer = await fetch(source, { headers: { accept: 'text/html' }, credentials: 'same-origin' });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const { element, findIn } of parts) {
      const fresh = findIn(page);
      if (!isInUse(element)) put(element, fresh);
    }
  } catch {
    // The server is away; the next event, or the reconnection, refreshes again.
  }
}

function isInUse(element) {
  if (element.querySelector('[data-select]:checked, dialog[open]') !== null) return true;
  const active = document.activeElement;
  return active !== null && element.contains(active) && active.matches('input, textarea, select');
}

function put(element, fresh) {
  const active = document.activeElement;
  const focusedId = element.contains(active) ? active.id : '';
  const focusedHref = element.contains(active) ? active.getAttribute('href') : null;
  // A part that the page no longer has, such as a list that became empty, has nothing to show.
  element.replaceChildren(...(fresh?.childNodes ?? []));
  const again = focusedId !== '' ? document.getElementById(focusedId) : findLink(element, focusedHref);
  again?.focus({ preventScroll: true });
  element.dispatchEvent(new CustomEvent('live:refreshed', { bubbles: true }));
}

function findLink(element, href) {
  return href === null ? null : element.querySelector(`a[href="${CSS.escape(href)}"]`);
}
