// The journal, live, with filters by unit, priority and text.

import { follow, guestPath } from '../api.js';
import { announce, blank, button, h } from '../dom.js';
import { on, state } from '../store.js';
import { dayOf, plural, PRIORITIES, timeOf } from '../text.js';

const MOST = 1000; // lines that are kept
const BACKLOG = 200; // lines that are asked for

const wanted = { unit: '', priority: '', text: '' };

// The daemon takes a regular expression; who types here means the letters.
const escape = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

function query() {
  const parts = [`lines=${BACKLOG}`];
  if (wanted.unit) parts.push(`unit=${encodeURIComponent(wanted.unit)}`);
  if (wanted.priority) parts.push(`priority=${wanted.priority}`);
  if (wanted.text) parts.push(`grep=${encodeURIComponent(escape(wanted.text.toLowerCase()))}`);
  return parts.join('&');
}

const line = (entry) => h('div', { class: `p${entry.priority}` },
  h('time', { datetime: entry.time, title: dayOf(entry.time) }, timeOf(entry.time)),
  h('span', { class: 'from' }, entry.unit.replace(/\.service$/, '')),
  entry.priority <= 4 && h('span', { class: 'level' }, PRIORITIES[entry.priority]),
  h('span', { class: 'said' }, entry.message));

export function journalView(root, signal) {
  const list = h('div', { class: 'lines', role: 'log', 'aria-live': 'off', 'aria-label': 'Journal', tabindex: '0' });
  const status = h('p', { class: 'count', role: 'status' }, 'Loading');
  const empty = h('div', { hidden: true }, blank('No lines match', 'New ones appear here by themselves. Choose another unit or priority, or clear the text.'));
  let stop = () => {};
  let queue = [];
  let frame = 0;
  let isPaused = false;

  function flush() {
    frame = 0;
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    list.append(...queue.map(line));
    queue = [];
    while (list.children.length > MOST) list.firstElementChild.remove();
    empty.hidden = list.children.length > 0;
    list.hidden = list.children.length === 0;
    if (atEnd) list.scrollTop = list.scrollHeight;
    say();
  }

  const say = () => {
    status.textContent = `${plural(list.children.length, 'line')}, ${isPaused ? `paused${queue.length > 0 ? `, ${queue.length} new` : ''}` : 'live'}`;
  };

  function hear(name, entry) {
    queue.push(entry);
    if (queue.length > MOST) queue.shift();
    if (isPaused) say();
    else frame ||= requestAnimationFrame(flush);
  }

  function restart() {
    stop();
    queue = [];
    list.replaceChildren();
    list.hidden = false;
    empty.hidden = true;
    status.textContent = 'Loading';
    stop = follow(`${guestPath(state.guest, 'journal')}?${query()}`, hear, (connection, failure) => {
      if (connection === 'open') frame ||= requestAnimationFrame(flush);
      if (connection === 'lost') status.textContent = 'The journal is not reachable; trying again';
      if (connection === 'refused') status.textContent = failure.message;
    });
  }

  const units = h('select', { id: 'journal-unit', onchange: () => { wanted.unit = units.value; restart(); } });
  const priority = h('select', { id: 'journal-priority', onchange: () => { wanted.priority = priority.value; restart(); } },
    h('option', { value: '' }, 'Every priority'),
    [3, 4, 5, 6].map((number) => h('option', { value: String(number) }, `${PRIORITIES[number]} and above`)));
  let typing = 0;
  const text = h('input', { type: 'search', id: 'journal-text', placeholder: 'Text', value: wanted.text, autocomplete: 'off', oninput: () => {
    clearTimeout(typing);
    typing = setTimeout(() => { wanted.text = text.value; restart(); }, 250);
  } });
  const pause = button('Pause', () => {
    isPaused = !isPaused;
    pause.querySelector('span').textContent = isPaused ? 'Resume' : 'Pause';
    announce(isPaused ? 'Journal paused' : 'Journal live');
    if (isPaused) say();
    else flush();
  }, { kind: 'quiet' });

  function showUnits() {
    const names = (state.units ?? []).map((unit) => unit.name);
    if (wanted.unit && !names.includes(wanted.unit)) names.push(wanted.unit);
    if (names.length + 1 === units.children.length) return;
    units.replaceChildren(h('option', { value: '' }, 'Every unit'), ...names.map((name) => h('option', { value: name }, name)));
    units.value = wanted.unit;
  }

  priority.value = wanted.priority;
  root.append(
    h('div', { class: 'tools journal-tools' },
      h('label', { for: 'journal-unit', class: 'hidden-text' }, 'Unit'), units,
      h('label', { for: 'journal-priority', class: 'hidden-text' }, 'Priority'), priority,
      h('label', { for: 'journal-text', class: 'hidden-text' }, 'Text'), text),
    h('div', { class: 'status-line' }, status, pause), list, empty);
  on('units', showUnits, signal);
  signal.addEventListener('abort', () => stop());
  showUnits();
  if (state.guest) restart();
}
