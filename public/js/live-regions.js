/**
 * Parts of a page that follow events: `<div id="x" data-live="points_updated" data-live-src="/page">`. The address is
 * fetched as a page and the part with the same id put in place, so that a part is rendered in one way only. Parts of the
 * frame, which every page has (`data-live-frame`, and the bell), are taken from whatever page is fetched anyway.
 */

/** What comes together is fetched together. */
const COLLECT_FOR = 250;
/** The same address is fetched no more often than this, however much happens. */
const LEAST_GAP = 3000;
/** What everybody is told at the same moment is not asked for by everybody at the same moment. */
const SPREAD = 1000;
const BUSY_RETRY = 2000;
/** What is typed into a filter is lost easily; what is typed to be sent is not. */
const POSTED = ['input', 'textarea', 'select'].map((kind) => `form[method="post"] ${kind}`).join();
/** A page that is cheap, for parts of the frame alone. */
const FRAME = '/employee/notifications';

/** Keys of regions that have to be fetched. */
const waiting = new Set();
/** When an address was last fetched. */
const fetched = new Map();
let timer;
let timerAt = Infinity;

export function refreshFor(name, { shared = false } = {}) {
  for (const region of regions()) if (region.names.includes(name)) waiting.add(region.key);
  schedule(COLLECT_FOR + (shared ? Math.random() * SPREAD : 0));
}

/** Fetches everything at once; false where the server did not answer. */
export async function refreshAll() {
  for (const region of regions()) waiting.add(region.key);
  // Nobody looks: it is fetched when somebody does.
  return document.hidden || refreshNow(() => true);
}

document.addEventListener('visibilitychange', () => schedule(0));

function regions() {
  const marked = [...document.querySelectorAll('[data-live][id]')].map((element) => ({
    key: element.id,
    names: (element.dataset.live ?? '').split(/\s+/),
    source: element.dataset.liveSrc,
    element,
    findIn: (page) => page.getElementById(element.id),
  }));
  const all = marked.filter(({ source, element }) => source !== undefined || 'liveFrame' in element.dataset);
  const bell = bellOf(document);
  if (bell === null) return all;
  return [...all, { key: 'bell', names: ['notification'], source: undefined, element: bell, findIn: bellOf }];
}

function bellOf(page) {
  return page.querySelector('[data-bell-count]')?.closest('details') ?? null;
}

function dueAt(source) {
  return (fetched.get(source ?? FRAME) ?? -Infinity) + LEAST_GAP;
}

/** Looks again after the delay, or when the first address may be fetched again; never later than was said before. */
function schedule(delay) {
  if (waiting.size === 0 || document.hidden) return;
  const sources = regions().filter(({ key }) => waiting.has(key)).map(({ source }) => dueAt(source));
  const at = Math.max(performance.now() + delay, Math.min(...sources));
  if (at >= timerAt || !Number.isFinite(at)) return;
  clearTimeout(timer);
  timerAt = at;
  timer = setTimeout(() => {
    timerAt = Infinity;
    if (!document.hidden) refreshNow((source) => dueAt(source) <= performance.now());
  }, at - performance.now());
}

async function refreshNow(isDue) {
  const due = regions().filter(({ key, source }) => waiting.has(key) && isDue(source));
  const bySource = new Map();
  for (const region of due) {
    waiting.delete(region.key);
    // What somebody is filling in or choosing from stays until that is done.
    if (isInUse(region.element)) waiting.add(region.key);
    else bySource.set(region.source, [...(bySource.get(region.source) ?? []), region]);
  }
  const groups = withFrame(bySource);
  let answered = true;
  for (const [source, parts] of groups) answered = (await refreshFrom(source, parts)) && answered;
  schedule(BUSY_RETRY);
  return answered;
}

/** Parts of the frame go with the first page that is fetched anyway. */
function withFrame(bySource) {
  const frame = bySource.get(undefined) ?? [];
  bySource.delete(undefined);
  const groups = [...bySource];
  if (frame.length === 0) return groups;
  if (groups.length === 0) return [[FRAME, frame]];
  groups[0][1].push(...frame);
  return groups;
}

async function refreshFrom(source, parts) {
  fetched.set(source, performance.now());
  if (parts.some((part) => part.source === undefined)) fetched.set(FRAME, performance.now());
  try {
    const answer = await fetch(source, { headers: { accept: 'text/html' }, credentials: 'same-origin' });
    if (!answer.ok || answer.redirected) return answer.status < 500;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const { key, element, findIn } of parts) {
      const fresh = findIn(page);
      // Somebody began to type meanwhile.
      if (isInUse(element)) waiting.add(key);
      else put(element, fresh);
    }
    return true;
  } catch {
    // The server is away; the next event, or the reconnection, refreshes again.
    return false;
  }
}

function isInUse(element) {
  if (element.querySelector('[data-select]:checked, dialog[open]') !== null) return true;
  if ([...element.querySelectorAll(POSTED)].some(isChanged)) return true;
  const active = document.activeElement;
  return active !== null && element.contains(active) && active.matches('input, textarea, select');
}

/** True for what somebody typed or chose and has not sent yet. */
function isChanged(field) {
  if (field.type === 'hidden' || field.closest('[data-columns]') !== null) return false;
  if (field.matches('select')) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
  if (field.matches('[type="checkbox"], [type="radio"]')) return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

function put(element, fresh) {
  const active = document.activeElement;
  const focusedId = element.contains(active) ? active.id : '';
  const focusedHref = element.contains(active) ? active.getAttribute('href') : null;
  // A part that the page no longer has, such as a list that became empty, has nothing to show.
  element.replaceChildren(...(fresh?.childNodes ?? []));
  // Scripts of fetched parts do not run by themselves; what the page has already is not loaded again.
  for (const { src } of element.querySelectorAll('script[type="module"][src]')) void import(src);
  const again = focusedId !== '' ? document.getElementById(focusedId) : findLink(element, focusedHref);
  again?.focus({ preventScroll: true });
  element.dispatchEvent(new CustomEvent('live:refreshed', { bubbles: true }));
}

function findLink(element, href) {
  return href === null ? null : element.querySelector(`a[href="${CSS.escape(href)}"]`);
}
