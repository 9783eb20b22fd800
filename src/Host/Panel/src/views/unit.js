// A unit's sheet: what it is, what can be done, its dependencies as a picture, its files and last lines.

import { ask, get, guestPath, unitPath } from '../api.js';
import { attempt, button, dialog, h, loading } from '../dom.js';
import { dependencyPicture } from '../graph.js';
import { loadUnits, on, state } from '../store.js';
import { bytes, cpuTime, since, timeOf } from '../text.js';
import { runJob, stateMark } from './services.js';

const facts = (unit) => [
  ['State', stateMark(unit)],
  ['Enablement', unit.unitFileState || 'no unit file'],
  unit.since && ['Since', `${since(unit.since)} ago`],
  unit.mainPid > 0 && ['Main process', String(unit.mainPid)],
  unit.result !== 'success' && ['Result', `${unit.result} (${unit.exitStatus})`],
  unit.statusText && ['Status', unit.statusText],
  unit.memoryBytes !== null && ['Memory', bytes(unit.memoryBytes)],
  unit.cpuNanoseconds !== null && ['CPU time', cpuTime(unit.cpuNanoseconds)],
  unit.tasks !== null && ['Tasks', String(unit.tasks)],
  unit.restarts > 0 && ['Restarts', String(unit.restarts)],
].filter(Boolean);

function actions(unit, refresh) {
  const job = (label, kind, options) => button(label, async (event) => {
    await runJob(event.currentTarget, unit, kind);
    await refresh();
  }, options);
  const files = (label, verb, done) => button(label, async (event) => {
    await attempt(event.currentTarget, () => ask('POST', guestPath(state.guest, 'unit-files'), { verb, units: [unit.name] }), done);
    await loadUnits();
    await refresh();
  });
  const isUp = unit.activeState === 'active';
  const isMasked = unit.loadState === 'masked';
  return [
    !isMasked && (isUp ? job('Stop', 'stop', { image: 'stop' }) : job('Start', 'start', { image: 'start', kind: 'primary' })),
    !isMasked && job('Restart', 'restart', { image: 'restart' }),
    isUp && unit.name.endsWith('.service') && job('Reload', 'reload-or-restart'),
    unit.unitFileState.startsWith('enabled') && files('Disable', 'disable', `${unit.name} does not start with the guest any more`),
    unit.unitFileState.startsWith('disabled') && files('Enable', 'enable', `${unit.name} starts with the guest`),
    isMasked ? files('Unmask', 'unmask', `${unit.name} can be started again`) : files('Mask', 'mask', `${unit.name} cannot be started`),
    unit.activeState === 'failed' && button('Reset failed', async (event) => {
      await attempt(event.currentTarget, () => ask('POST', unitPath(state.guest, unit.name, 'reset-failed')));
      await loadUnits();
      await refresh();
    }),
  ].filter(Boolean);
}

const section = (title, place) => h('section', {}, h('h3', {}, title), place);

// Each part is fetched by itself, so that one that fails does not hide the others.
async function part(place, path, show) {
  try {
    place.replaceChildren(show(await get(path)));
  } catch (failure) {
    place.replaceChildren(h('p', { class: 'muted' }, failure.message));
  }
}

const lines = (entries) => (entries.length === 0
  ? h('p', { class: 'muted' }, 'It has said nothing yet.')
  : h('ol', { class: 'lines', tabindex: '0', 'aria-label': 'Last lines' }, entries.map((entry) =>
    h('li', { class: `p${entry.priority}` }, h('time', { datetime: entry.time }, timeOf(entry.time)), h('span', {}, entry.message)))));

const findings = (list) => (list.length === 0
  ? h('p', { class: 'muted' }, 'Everything in its files is honoured here.')
  : h('ul', { class: 'findings' }, list.map((finding) =>
    h('li', {}, h('strong', {}, finding.severity), ` ${finding.text} `, h('span', { class: 'muted' }, finding.line > 0 ? `${finding.path}:${finding.line}` : finding.path)))));

const files = (list) => h('div', {}, list.map((file) =>
  h('figure', {}, h('figcaption', { class: 'muted' }, file.path), h('pre', { tabindex: '0', 'aria-label': file.path }, file.text))));

/** Opens the sheet of a unit. */
export function unitSheet(name) {
  const closing = new AbortController();
  const description = h('p', { class: 'muted' });
  const buttons = h('div', { class: 'actions' });
  const table = h('dl', { class: 'facts' }, loading('the unit'));
  const picture = h('div', {}, loading('dependencies'));
  const last = h('div', {}, loading('the journal'));
  const found = h('div', {}, loading('findings'));
  const texts = h('div', {}, loading('files'));
  const box = dialog(name, [description, buttons, table,
    section('Last lines', last), section('Dependencies', picture), section('Not honoured here', found), section('Unit files', texts)]);
  box.addEventListener('close', () => closing.abort());

  let shown = '';
  function show(unit) {
    const print = JSON.stringify([unit.activeState, unit.subState, unit.unitFileState, unit.loadState, unit.mainPid]);
    table.replaceChildren(...facts(unit).map(([key, value]) => h('div', {}, h('dt', {}, key), h('dd', {}, value))));
    description.textContent = unit.description;
    if (print !== shown) {
      const label = buttons.contains(document.activeElement) ? document.activeElement.textContent : '';
      buttons.replaceChildren(...actions(unit, refresh));
      if (label) ([...buttons.children].find((one) => one.textContent === label) ?? buttons.firstElementChild)?.focus();
    }
    shown = print;
  }

  async function refresh() {
    const { guest } = state;
    try {
      show(await get(unitPath(guest, name)));
    } catch (failure) {
      table.replaceChildren(h('p', {}, failure.message));
    }
    await part(last, `${guestPath(guest, 'journal')}?lines=12&unit=${encodeURIComponent(name)}`, lines);
  }

  refresh();
  part(found, unitPath(state.guest, name, 'findings'), findings);
  part(texts, unitPath(state.guest, name, 'files'), files);
  Promise.all([get(unitPath(state.guest, name, 'dependencies')), get(`${unitPath(state.guest, name, 'dependencies')}?reverse=true`)])
    .then(([needs, neededBy]) => picture.replaceChildren(dependencyPicture(name, needs, neededBy, (other) => {
      box.close();
      unitSheet(other);
    })))
    .catch((failure) => picture.replaceChildren(h('p', { class: 'muted' }, failure.message)));
  on('units', () => {
    const unit = state.units?.find((known) => known.name === name);
    if (unit) show(unit);
  }, closing.signal);
}
