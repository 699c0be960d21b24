// Live updates. The database is the truth: an event only says that something changed, and what was missed while the
// connection was away is asked for. Pages may listen to "live:<event>" on the document.
import { io } from '/vendor/socket.io.js';
import { createBanner } from './live-banner.js';
import { createPlace } from './live-place.js';
import { refreshAll, refreshFor } from './live-regions.js';

const NAMES = [
  'request_raised', 'request_decided', 'request_reassigned', 'points_updated', 'award_received',
  'leaderboard_update', 'notification', 'import_progress', 'export_progress', 'bonus_progress',
];
const MISSED = '/employee/live';
const RETRY_AFTER = 3000;
/** More would cover the page; the bell counts them all. */
const TOASTS_AT_ONCE = 3;

const viewer = document.body.dataset.viewer;
const banner = createBanner(document.getElementById('live-banner'));
const place = createPlace(sessionStorage, `live:${viewer}`);

let catchingUp;
let shownToasts = 0;
/** True from the first break on: what rooms of several people were told meanwhile is not in the own order. */
let interrupted = false;

// One connection from the start: polls would need every request to reach the same process.
const socket = io({ transports: ['websocket'], autoConnect: false });
if (viewer) listen();

function listen() {
  socket.on('connect', () => {
    catchUp();
  });
  socket.on('disconnect', (reason) => {
    interrupt();
    // Closed by the server: the session may have been renewed, and if it ended the server says so.
    if (reason === 'io server disconnect') setTimeout(() => socket.connect(), RETRY_AFTER);
  });
  socket.on('connect_error', (error) => {
    interrupt();
    if (!socket.active && error.message !== 'auth.required') setTimeout(() => socket.connect(), RETRY_AFTER);
  });
  for (const name of NAMES) socket.on(name, (data) => receive(name, data ?? {}));
  socket.connect();
}

function interrupt() {
  interrupted = true;
  banner.interrupted();
}

/** Events of the own person carry their place in the order; those for several people carry none. */
function receive(name, data) {
  if (data.cursor === undefined) show(name, data, true);
  else if (catchingUp !== undefined) catchingUp.again = true;
  else if (place.isNext(data.cursor)) {
    place.moveTo(data.cursor);
    show(name, data);
  } else if (!place.isPast(data.cursor)) catchUp();
}

function show(name, data, shared = false) {
  refreshFor(name, { shared });
  if (name === 'notification') toast(data.text);
  document.dispatchEvent(new CustomEvent(`live:${name}`, { detail: data }));
}

function toast(text) {
  if (shownToasts >= TOASTS_AT_ONCE) return;
  shownToasts += 1;
  setTimeout(() => {
    shownToasts -= 1;
  }, 1000);
  document.dispatchEvent(new CustomEvent('toast', { detail: { kind: 'info', text } }));
}

/** Asks for everything after the last place, once, in order. What arrives meanwhile is asked for as well. */
function catchUp() {
  if (catchingUp !== undefined) {
    catchingUp.again = true;
    return;
  }
  catchingUp = { again: false };
  askForMissed()
    .then(lookAgain)
    .catch(() => {
      // No answer: the place stays. While the line stands nobody else would ask again.
      if (interrupted) setTimeout(catchUp, RETRY_AFTER);
    })
    .finally(() => {
      const { again } = catchingUp;
      catchingUp = undefined;
      if (again) catchUp();
    });
}

/** After a break everything on the page is looked at anew, and only then the page says that it is current. */
async function lookAgain() {
  if (!interrupted) return;
  if (!(await refreshAll())) throw new Error('not caught up yet');
  if (!socket.connected) return;
  interrupted = false;
  banner.caughtUp();
}

async function askForMissed() {
  let more = true;
  while (more) {
    const after = place.current();
    const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`;
    const answer = await fetch(MISSED + query, { headers: { accept: 'application/json' }, credentials: 'same-origin' });
    // Signed out: there is nothing to catch up with.
    if (answer.status === 401) return;
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    const missed = await answer.json();
    for (const item of missed.items) show(item.name, item.data);
    place.moveTo(missed.cursor);
    if (missed.reset && !interrupted) refreshAll();
    more = missed.more;
  }
}
