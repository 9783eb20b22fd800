// Guests: what there is, start and stop, settings, and new ones of an archive or an image.

import { ask, create, follow, guestPath, upload } from '../api.js';
import { announce, attempt, blank, button, confirm, dialog, h, loading, toast } from '../dom.js';
import { choose, loadGuests, on, state } from '../store.js';
import { bytes, percent, plural } from '../text.js';

const NAME = '[A-Za-z0-9_\\-][A-Za-z0-9._\\-]{0,63}';
const LISTS = [['bindings', 'Bindings', 'host[:guest][:ro], one a line'], ['environment', 'Environment', 'NAME=value, one a line'], ['ports', 'Ports', 'guest-port:host-port, one a line']];

const field = (id, label, control, hint) =>
  h('div', { class: 'field' }, h('label', { for: id }, label), control, hint && h('p', { class: 'muted small', id: `${id}-hint` }, hint));

function askName(title, label, value, action, doing) {
  const input = h('input', { id: 'ask-name', required: true, pattern: NAME, value, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' });
  const send = h('button', { class: 'button primary', type: 'submit' }, action);
  const box = dialog(title, h('form', { onsubmit: async (event) => {
    event.preventDefault();
    const done = await attempt(send, () => doing(input.value), `${input.value}: ${action.toLowerCase()} done`);
    if (done !== undefined) box.close();
    loadGuests();
  } }, field('ask-name', label, input, 'Letters, digits, “.”, “_” and “-”.'), h('div', { class: 'actions end' }, send)), 'small');
}

function settings(guest) {
  const inputs = LISTS.map(([name, label, hint]) => [name, h('textarea', { id: `set-${name}`, rows: '3', spellcheck: 'false' }, guest.settings[name].join('\n')), label, hint]);
  const identity = h('input', { id: 'set-identity', value: guest.settings.identity, pattern: '\\d+:\\d+', required: true });
  const autostart = h('input', { id: 'set-autostart', type: 'checkbox', checked: guest.settings.autostart });
  const send = h('button', { class: 'button primary', type: 'submit' }, 'Save');
  const lines = (area) => area.value.split('\n').map((text) => text.trim()).filter(Boolean);
  const box = dialog(`Settings of ${guest.name}`, h('form', { onsubmit: async (event) => {
    event.preventDefault();
    const body = { ...guest.settings, identity: identity.value, autostart: autostart.checked, ...Object.fromEntries(inputs.map(([name, area]) => [name, lines(area)])) };
    const done = await attempt(send, () => ask('PUT', guestPath(guest.name, 'settings'), body), 'Saved; running services keep theirs until they are restarted');
    if (done) box.close();
    loadGuests();
  } }, h('div', { class: 'field check' }, autostart, h('label', { for: 'set-autostart' }, 'Start when the daemon starts')),
  field('set-identity', 'Identity in the guest', identity, 'uid:gid; 0:0 is root.'),
  inputs.map(([name, area, label, hint]) => field(`set-${name}`, label, area, hint)), h('div', { class: 'actions end' }, send)));
}

function card(guest) {
  const act = (label, kind, done) => button(label, async (event) => {
    await attempt(event.currentTarget, () => ask('POST', guestPath(guest.name, kind)), done);
    loadGuests();
  }, { image: kind, kind: kind === 'start' ? 'primary' : '', 'aria-label': `${label} ${guest.name}` });
  const more = h('details', { class: 'menu' }, h('summary', { class: 'button quiet', 'aria-label': `More for ${guest.name}` }, 'More'), h('div', { class: 'menu-items' },
    button('Settings', () => settings(guest), { kind: 'quiet' }),
    button('Clone', () => askName(`Clone ${guest.name}`, 'Name of the copy', `${guest.name}-copy`, 'Clone', (name) => ask('POST', guestPath(guest.name, 'clone'), { name })), { kind: 'quiet' }),
    !guest.running && button('Rename', () => askName(`Rename ${guest.name}`, 'New name', guest.name, 'Rename', (name) => ask('POST', guestPath(guest.name, 'rename'), { name })), { kind: 'quiet' }),
    !guest.running && button('Delete', async () => {
      const text = guest.ownsRootfs ? 'Its whole file system is deleted with it. This cannot be undone.' : `Its rootfs ${guest.rootfs} stays; settings and journal are deleted.`;
      if (await confirm(`Delete ${guest.name}?`, text, 'Delete')) await attempt(null, () => ask('DELETE', guestPath(guest.name)), `${guest.name} is deleted`);
      loadGuests();
    }, { kind: 'quiet danger-text' })));
  const { active, failed } = guest.units;
  return h('li', { class: 'card guest', 'data-guest': guest.name },
    h('header', {}, h('h2', {}, guest.name), h('span', { class: `mark ${guest.running ? 'active' : 'inactive'}` }, h('i', { 'aria-hidden': 'true' }), guest.running ? 'running' : 'stopped')),
    h('p', { class: 'muted' }, guest.osName || guest.rootfs),
    h('p', { class: 'row-facts' }, h('span', {}, `${plural(active, 'unit')} active`), failed > 0 && h('span', { class: 'bad-text' }, `${failed} failed`), h('span', {}, guest.settings.autostart ? 'starts with the daemon' : 'started by hand')),
    h('div', { class: 'actions' }, guest.running ? act('Stop', 'stop', `${guest.name} is stopped`) : act('Start', 'start', `${guest.name} is started`),
      h('a', { class: 'button', href: '#services', onclick: () => choose(guest.name), 'aria-label': `Services of ${guest.name}` }, 'Services'), more));
}

function creation() {
  const name = h('input', { id: 'new-name', required: true, pattern: NAME, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', placeholder: 'debian' });
  const file = h('input', { id: 'new-file', type: 'file', accept: '.tar,.gz,.tgz,.xz,.zst' });
  const image = h('input', { id: 'new-image', placeholder: 'docker://debian:12', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' });
  const bar = h('progress', { max: 1, value: 0, 'aria-label': 'Progress' });
  const step = h('p', { class: 'muted small', role: 'status' });
  const running = h('div', { class: 'progress', hidden: true }, bar, step);
  const send = h('button', { class: 'button primary', type: 'submit' }, 'Create');
  const report = ({ step: what, doneBytes, totalBytes }) => {
    if (totalBytes) bar.value = doneBytes / totalBytes;
    else bar.removeAttribute('value');
    step.textContent = `${what}: ${bytes(doneBytes)}${totalBytes ? ` of ${bytes(totalBytes)}` : ''}`;
  };

  // What the browser has sent is known here; what the daemon does with it, the creation's own stream tells.
  async function send_() {
    if (!file.files[0]) return create({ name: name.value, from: image.value }, report);
    const end = { now: () => {} };
    const watch = setTimeout(() => { end.now = follow(`${guestPath(name.value)}/creation`, (event, data) => bar.value >= 1 && report(data)); }, 400);
    try {
      return await upload(name.value, file.files[0], (share) => {
        bar.value = share;
        step.textContent = share < 1 ? `Sending: ${percent(share)}` : 'Sent; unpacking';
      });
    } finally {
      clearTimeout(watch);
      end.now();
    }
  }

  return h('form', { class: 'card create', 'aria-labelledby': 'new-title', onsubmit: async (event) => {
    event.preventDefault();
    if (!file.files[0] && !image.value) {
      toast('Choose an archive, or write the name of an image.', 'error');
      return;
    }
    running.hidden = false;
    const made = await attempt(send, send_, (guest) => `${guest.name} is made; start it when you like`);
    running.hidden = true;
    if (made) {
      announce(`Guest ${made.name} is made`);
      event.target.reset();
    }
    loadGuests();
  } }, h('h2', { id: 'new-title' }, 'New guest'), field('new-name', 'Name', name),
  field('new-file', 'Archive of a root file system', file, 'tar, also compressed by gzip, xz or zstd.'),
  field('new-image', 'or an image', image, 'From a registry: docker://name:tag. A path on this device works too.'),
  running, h('div', { class: 'actions end' }, send));
}

export function guestsView(root, signal) {
  const list = h('ul', { class: 'cards', 'aria-label': 'Guests' });
  const place = h('div', {}, loading('guests'));

  function show() {
    if (!state.guests) {
      if (state.failure) place.replaceChildren(blank('The guests could not be read', state.failure, button('Try again', loadGuests, { kind: 'primary' })));
      return;
    }
    if (list.querySelector('details[open]')) return; // a menu is open: do not take it away
    const label = list.contains(document.activeElement) ? document.activeElement.getAttribute('aria-label') : null;
    list.replaceChildren(...state.guests.map(card));
    if (label) ([...list.querySelectorAll('[aria-label]')].find((one) => one.getAttribute('aria-label') === label) ?? list.querySelector('button'))?.focus();
    place.replaceChildren(state.guests.length > 0 ? list : blank('No guests yet', 'Make the first one below: of an archive on this device, or of an image of a registry.'));
  }

  list.addEventListener('toggle', (event) => {
    if (!event.target.open) show();
    else for (const other of list.querySelectorAll('details[open]')) if (other !== event.target) other.open = false;
  }, true);
  document.addEventListener('click', (event) => {
    for (const menu of list.querySelectorAll('details[open]')) if (!menu.querySelector('summary').contains(event.target)) menu.open = false;
  }, { signal });
  root.append(place, creation());
  on('guests', show, signal);
  show();
}
