// The page's frame: header, navigation, and the view that the address names.

import { announce, blank, button, h, icon } from './dom.js';
import { choose, loadGuests, loadUnits, on, start, state } from './store.js';
import { applyTheme, nextTheme } from './theme.js';
import { doctorView } from './views/doctor.js';
import { guestsView } from './views/guests.js';
import { journalView } from './views/journal.js';
import { resourcesView } from './views/resources.js';
import { servicesView } from './views/services.js';
import { terminalView } from './views/terminal.js';

const VIEWS = {
  services: { title: 'Services', show: servicesView, ofGuest: true },
  journal: { title: 'Journal', show: journalView, ofGuest: true },
  resources: { title: 'Resources', show: resourcesView, ofGuest: true },
  terminal: { title: 'Terminal', show: terminalView, ofGuest: true },
  guests: { title: 'Guests', show: guestsView },
  doctor: { title: 'Doctor', show: doctorView },
};

const chooser = h('select', { id: 'guest', onchange: () => choose(chooser.value) });
const connection = h('p', { class: 'connection', role: 'status' });
const title = h('h1', { tabindex: '-1' });
const content = h('div', { class: 'content' });
const links = {};
let leaving = new AbortController();

const navigation = h('nav', { 'aria-label': 'Views' }, Object.entries(VIEWS).map(([name, view]) => {
  links[name] = h('a', { href: `#${name}` }, icon(name), h('span', {}, view.title));
  return links[name];
}));

const themeButton = button('Theme', () => showTheme(nextTheme()), { image: 'theme', kind: 'quiet', hideLabel: true });

function showTheme(theme) {
  themeButton.title = `Theme: ${theme}`;
  themeButton.setAttribute('aria-label', `Theme: ${theme}. Change theme`);
}

const viewName = () => (VIEWS[location.hash.slice(1)] ? location.hash.slice(1) : 'services');

function showView({ focus = false } = {}) {
  leaving.abort();
  leaving = new AbortController();
  const name = viewName();
  const view = VIEWS[name];
  for (const [other, link] of Object.entries(links)) {
    if (other === name) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  title.textContent = view.title;
  document.title = `${view.title} · ptracer`;
  content.replaceChildren();
  content.className = `content view-${name}`;
  chooser.closest('.chooser').hidden = !view.ofGuest || !state.guests?.length;
  if (state.connection === 'refused') content.append(refused());
  else if (view.ofGuest && state.guests?.length === 0) content.append(noGuests());
  else view.show(content, leaving.signal);
  if (focus) title.focus();
}

const refused = () => blank('This link is not valid any more', `${state.refusal}. The daemon makes a new link whenever it starts.`);

const noGuests = () => blank('No guests yet', 'A guest is a Linux system in a directory. Make one of an archive or of an image of a registry.',
  h('a', { class: 'button primary', href: '#guests' }, icon('plus'), h('span', {}, 'Create a guest')));

function showGuests() {
  chooser.replaceChildren(...(state.guests ?? []).map((guest) => h('option', { value: guest.name }, guest.name)));
  chooser.value = state.guest;
  chooser.closest('.chooser').hidden = !VIEWS[viewName()].ofGuest || !state.guests?.length;
}

const CONNECTION = {
  connecting: 'Connecting',
  open: 'Live',
  lost: 'The daemon does not answer. Trying again; start it with: ptracer daemon',
  refused: 'Not signed in',
};

function showConnection() {
  connection.textContent = CONNECTION[state.connection];
  connection.className = `connection ${state.connection}`;
  document.documentElement.dataset.connection = state.connection;
}

document.getElementById('app').append(
  h('header', { class: 'bar' },
    h('a', { class: 'brand', href: '#services', 'aria-label': 'ptracer, to services' }, h('img', { src: 'icon.svg', alt: '', width: '28', height: '28' }), h('span', {}, 'ptracer')),
    h('div', { class: 'chooser' }, h('label', { for: 'guest', class: 'hidden-text' }, 'Guest'), chooser),
    connection, themeButton),
  navigation,
  h('main', { id: 'main', tabindex: '-1' }, title, content));

showTheme(applyTheme());
addEventListener('hashchange', () => showView({ focus: true }));
on('guest', () => {
  showGuests();
  if (VIEWS[viewName()].ofGuest) showView();
  announce(`Guest ${state.guest}`);
});
let known = 0;
on('guests', () => {
  showGuests();
  const count = state.guests?.length ?? 0;
  if ((count === 0) !== (known === 0)) showView();
  known = count;
});
let wasRefused = false;
on('connection', () => {
  showConnection();
  const isRefused = state.connection === 'refused';
  if (isRefused !== wasRefused) showView();
  wasRefused = isRefused;
});
addEventListener('online', () => {
  loadGuests();
  loadUnits();
});
showConnection();
showView();
start();
