// CPU and memory over time, and the processes.

import { get, guestPath } from '../api.js';
import { chart } from '../chart.js';
import { blank, button, h, loading } from '../dom.js';
import { current, state } from '../store.js';
import { bytes, cpuTime, percent } from '../text.js';

const EVERY_MS = 2000;
const RANGES = { short: ['10 minutes', 600, '−10 min'], long: ['24 hours', 86400, '−24 h'] };

let range = 'short';

export function resourcesView(root, signal) {
  const cpu = chart({ title: 'CPU', format: percent, base: 10, least: 0.5 });
  const memory = chart({ title: 'Memory', format: bytes, base: 1024, least: 1 << 20 });
  const table = h('tbody');
  const place = h('div', {}, loading('samples'));
  const shown = h('div', {},
    h('div', { class: 'plots' }, cpu.element, memory.element),
    h('section', { class: 'card' }, h('h2', { id: 'processes' }, 'Processes'),
      h('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-labelledby': 'processes' },
        h('table', {}, h('thead', {}, h('tr', {}, ['Process', 'Unit', 'Memory', 'CPU time', 'Threads'].map((name) => h('th', { scope: 'col' }, name)))), table))));
  const chips = h('div', { class: 'chips', role: 'group', 'aria-label': 'Time shown' }, Object.entries(RANGES).map(([name, [label]]) =>
    h('button', { type: 'button', class: 'chip', 'data-range': name, 'aria-pressed': String(name === range), onclick: () => {
      range = name;
      for (const chip of chips.children) chip.setAttribute('aria-pressed', String(chip.dataset.range === name));
      refresh();
    } }, label)));

  const row = (process) => h('tr', {},
    h('th', { scope: 'row' }, h('code', {}, process.command), h('span', { class: 'muted small' }, ` ${process.pid}`)),
    h('td', {}, process.unit.replace(/\.service$/, '') || '–'), h('td', {}, bytes(process.memoryBytes)),
    h('td', {}, cpuTime(process.cpuNanoseconds)), h('td', {}, String(process.threads)));

  async function refresh() {
    if (!state.guest) return;
    try {
      const [samples, processes] = await Promise.all([get(guestPath(state.guest, 'history')), get(guestPath(state.guest, 'processes'))]);
      if (signal.aborted) return;
      if (samples.length === 0) {
        place.replaceChildren(blank(current()?.running ? 'No samples yet' : 'This guest is stopped', current()?.running ? 'The first one comes within a minute.' : 'Start it to see what it uses.', h('a', { class: 'button', href: '#guests' }, 'To guests')));
        return;
      }
      const [, seconds, label] = RANGES[range];
      const to = Date.parse(samples.at(-1).time);
      const from = to - seconds * 1000;
      const within = samples.map((sample) => ({ ...sample, at: Date.parse(sample.time) })).filter((sample) => sample.at >= from);
      cpu.show(within.map((sample) => [sample.at, sample.cpuShare]), { from, to, label });
      memory.show(within.map((sample) => [sample.at, sample.memoryBytes]), { from, to, label });
      table.replaceChildren(...processes.sort((a, b) => b.cpuNanoseconds - a.cpuNanoseconds).map(row));
      if (!shown.isConnected) place.replaceChildren(shown);
    } catch (failure) {
      if (!signal.aborted) place.replaceChildren(blank('The figures could not be read', failure.message, button('Try again', refresh, { kind: 'primary' })));
    }
  }

  root.append(h('div', { class: 'tools' }, chips), place);
  refresh();
  const timer = setInterval(() => document.visibilityState === 'visible' && refresh(), EVERY_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
}
