// Services: live states, the usual jobs at hand, everything else in a unit's sheet.

import { ask, unitPath } from '../api.js';
import { announce, attempt, blank, button, h, loading } from '../dom.js';
import { loadUnits, on, state } from '../store.js';
import { bytes, cpuTime, plural, since } from '../text.js';
import { unitSheet } from './unit.js';

const ORDER = ['failed', 'activating', 'deactivating', 'reloading', 'active', 'inactive'];

const FILTERS = {
  services: ['Services', (unit) => unit.name.endsWith('.service')],
  running: ['Active', (unit) => unit.activeState === 'active'],
  failed: ['Failed', (unit) => unit.activeState === 'failed'],
  all: ['All units', () => true],
};

let filter = 'services';
let text = '';

/** The word for a unit's state; colour is never the only sign. */
export const stateMark = (unit) =>
  h('span', { class: `mark ${unit.activeState}` }, h('i', { 'aria-hidden': 'true' }), unit.subState === unit.activeState ? unit.activeState : `${unit.activeState} (${unit.subState})`);

/** Runs a job and says how it ended. */
export async function runJob(control, unit, kind) {
  await attempt(control, async () => {
    const result = await ask('POST', unitPath(state.guest, unit.name, 'jobs'), { kind });
    if (result.result !== 'done') throw new Error(result.message || `${unit.name}: the job ended with ${result.result}.`);
    announce(`${unit.name}: ${kind} done`);
  });
  await loadUnits();
}

function row(unit) {
  const isUp = ['active', 'activating', 'reloading'].includes(unit.activeState);
  const facts = [
    unit.unitFileState,
    unit.activeState === 'active' && unit.since && `for ${since(unit.since)}`,
    unit.memoryBytes !== null && bytes(unit.memoryBytes),
    unit.cpuNanoseconds !== null && `${cpuTime(unit.cpuNanoseconds)} CPU`,
    unit.restarts > 0 && plural(unit.restarts, 'restart'),
  ].filter(Boolean);
  const act = isUp ? ['Stop', 'stop'] : ['Start', 'start'];
  const canAct = !unit.name.endsWith('.target');
  return h('li', { class: 'row', 'data-unit': unit.name },
    h('button', { type: 'button', class: 'row-main', 'aria-haspopup': 'dialog', onclick: () => unitSheet(unit.name) },
      h('span', { class: 'row-title' }, unit.name.replace(/\.service$/, '')),
      h('span', { class: 'row-text' }, unit.description),
      h('span', { class: 'row-facts' }, stateMark(unit), facts.map((fact) => h('span', {}, fact)))),
    canAct && h('div', { class: 'row-actions' },
      isUp && button(`Restart ${unit.name}`, (event) => runJob(event.currentTarget, unit, 'restart'), { image: 'restart', hideLabel: true, kind: 'quiet' }),
      button(`${act[0]} ${unit.name}`, (event) => runJob(event.currentTarget, unit, act[1]), { image: act[1], hideLabel: true, kind: isUp ? 'quiet' : 'soft' })));
}

export function servicesView(root, signal) {
  const list = h('ul', { class: 'rows', 'aria-label': 'Units' });
  const place = h('div', {}, loading('units'));
  const count = h('p', { class: 'count', role: 'status' });
  const search = h('input', { type: 'search', id: 'unit-search', placeholder: 'Filter by name', value: text, autocomplete: 'off', oninput: () => { text = search.value; show(); } });
  const chips = h('div', { class: 'chips', role: 'group', 'aria-label': 'Which units' }, Object.entries(FILTERS).map(([name, [label]]) =>
    h('button', { type: 'button', class: 'chip', 'data-filter': name, 'aria-pressed': String(name === filter), onclick: () => {
      filter = name;
      for (const chip of chips.children) chip.setAttribute('aria-pressed', String(chip.dataset.filter === name));
      show();
    } }, label)));

  // A row that has the focus keeps it when the list is made anew.
  function show() {
    if (!state.units) {
      place.replaceChildren(state.failure
        ? blank('The units could not be read', state.failure, button('Try again', loadUnits, { kind: 'primary' }))
        : loading('units'));
      return;
    }
    const wanted = text.trim().toLowerCase();
    const shown = state.units.filter((unit) => FILTERS[filter][1](unit) && `${unit.name} ${unit.description}`.toLowerCase().includes(wanted));
    shown.sort((a, b) => ORDER.indexOf(a.activeState) - ORDER.indexOf(b.activeState) || a.name.localeCompare(b.name));
    const focused = document.activeElement?.closest?.('[data-unit]');
    const label = document.activeElement?.getAttribute?.('aria-label');
    const key = focused?.dataset.unit;
    list.replaceChildren(...shown.map(row));
    if (key) {
      const again = list.querySelector(`[data-unit="${CSS.escape(key)}"]`);
      (again && [...again.querySelectorAll('button')].find((one) => one.getAttribute('aria-label') === label) || again?.querySelector('button'))?.focus();
    }
    count.textContent = `${plural(shown.length, 'unit')} shown of ${state.units.length}`;
    place.replaceChildren(shown.length > 0 ? list : nothing());
  }

  const nothing = () => (text
    ? blank('Nothing matches', `No unit's name or description contains “${text}”.`, button('Clear the filter', () => { text = ''; search.value = ''; show(); search.focus(); }))
    : filter === 'failed'
      ? blank('Nothing has failed', 'Every unit of this guest is well.')
      : blank('No units here', 'Start the guest, or install a package with a service in it: its units appear here by themselves.', h('a', { class: 'button', href: '#guests' }, 'To guests')));

  root.append(h('div', { class: 'tools' }, h('label', { for: 'unit-search', class: 'hidden-text' }, 'Filter units by name'), search, chips), count, place);
  on('units', show, signal);
  show();
}
