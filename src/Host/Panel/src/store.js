// What the page knows: the guests, the chosen one and its units; kept fresh by the daemon's events.

import { follow, get, guestPath } from './api.js';

const target = new EventTarget();

export const state = {
  connection: 'connecting', // 'open', 'lost', 'refused'
  refusal: '',
  guests: null,
  guest: sessionStorage.getItem('ptracer-guest') ?? '',
  units: null,
  failure: '',
};

/** Calls a function on every change of 'guests', 'units', 'guest' or 'connection', until its signal is aborted. */
export function on(what, hear, signal) {
  for (const name of what.split(' ')) target.addEventListener(name, hear, { signal });
}

const tell = (what) => target.dispatchEvent(new Event(what));

export const current = () => state.guests?.find((guest) => guest.name === state.guest);

/** Chooses the guest that services, journal, resources and terminal show. */
export function choose(name) {
  if (name === state.guest && state.units) return;
  state.guest = name;
  state.units = null;
  sessionStorage.setItem('ptracer-guest', name);
  tell('guest');
  loadUnits();
}

export async function loadGuests() {
  try {
    state.guests = await get('/v1/guests');
    state.failure = '';
    if (!current() && state.guests.length > 0) choose((state.guests.find((guest) => guest.running) ?? state.guests[0]).name);
    if (state.guests.length === 0) state.guest = '';
  } catch (failure) {
    state.failure = failure.message;
  }
  tell('guests');
}

export async function loadUnits() {
  const { guest } = state;
  if (!guest) return;
  try {
    const units = await get(guestPath(guest, 'units'));
    if (guest !== state.guest) return;
    state.units = units;
    state.failure = '';
  } catch (failure) {
    state.failure = failure.message;
  }
  tell('units');
}

let pending = 0;

// A burst of changes is one reload: what a unit's row shows besides its state is not in the event.
function refreshSoon() {
  clearTimeout(pending);
  pending = setTimeout(() => {
    loadGuests();
    loadUnits();
  }, 250);
}

function hear(name, change) {
  const unit = change.guest === state.guest && state.units?.find((known) => known.name === change.unit);
  if (unit) {
    unit.activeState = change.activeState;
    unit.subState = change.subState;
    tell('units');
  }
  refreshSoon();
}

/** Begins to follow the daemon. */
export function start() {
  follow('/v1/events', hear, (connection, failure) => {
    state.connection = connection;
    state.refusal = failure?.message ?? '';
    tell('connection');
    if (connection === 'open') {
      loadGuests();
      loadUnits();
    }
  });
}
