// A unit's dependencies as a picture: who pulls it in at the left, the unit, what it pulls in at the right. The same is
// said as a list for those who do not see it.

import { h, s } from './dom.js';
import { state } from './store.js';

const WIDTH = 186; // of a box
const HEIGHT = 34;
const GAP = 10;
const SPACE = 52; // between columns
const LETTERS = 22; // that fit into a box
const MOST = 12; // boxes in a column

const PULLS = ['Requires', 'Requisite', 'BindsTo', 'Wants', 'PartOf', 'Conflicts', 'WantedBy', 'RequiredBy', 'BoundBy', 'ConsistsOf', 'ConflictedBy', 'TriggeredBy', 'Triggers'];

const shorten = (name) => (name.length > LETTERS ? `${name.slice(0, LETTERS - 1)}…` : name);

const stateOf = (name) => state.units?.find((unit) => unit.name === name)?.activeState ?? 'inactive';

// One box a unit, with every word that leads to it.
function group(edges) {
  const units = new Map();
  for (const edge of edges) units.set(edge.unit, [...(units.get(edge.unit) ?? []), edge.kind]);
  const rank = (kinds) => (kinds.some((kind) => PULLS.includes(kind)) ? 0 : 1);
  return [...units].sort((a, b) => rank(a[1]) - rank(b[1]) || a[0].localeCompare(b[0]));
}

function box(name, x, y, open, isCentre) {
  const active = stateOf(name);
  const go = () => open(name);
  return s('g', { class: `node ${active} ${isCentre ? 'centre' : ''}`, transform: `translate(${x} ${y})`, role: isCentre ? undefined : 'button', tabindex: isCentre ? undefined : '0', 'aria-label': isCentre ? undefined : `Open ${name}, ${active}`, ...(isCentre ? {} : { onclick: go, onkeydown: (event) => (event.key === 'Enter' || event.key === ' ') && (event.preventDefault(), go()) }) },
    s('title', {}, `${name}: ${active}`),
    s('rect', { width: WIDTH, height: HEIGHT, rx: 8 }),
    s('circle', { cx: 14, cy: HEIGHT / 2, r: 4 }),
    s('text', { x: 26, y: HEIGHT / 2 + 4 }, shorten(name)));
}

function edge(x1, y1, x2, y2, kinds) {
  const isOrder = !kinds.some((kind) => PULLS.includes(kind));
  const middle = (x1 + x2) / 2;
  return s('path', { class: isOrder ? 'edge order' : 'edge', d: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}` }, s('title', {}, kinds.join(', ')));
}

/** The picture, with its list. */
export function dependencyPicture(name, needs, neededBy, open) {
  const left = group(neededBy);
  const right = group(needs);
  if (left.length + right.length === 0) return h('p', { class: 'muted' }, 'It depends on nothing, and nothing on it.');
  const rows = Math.max(1, Math.min(left.length, MOST), Math.min(right.length, MOST));
  const height = rows * (HEIGHT + GAP) + GAP;
  const columns = [0, left.length > 0 ? WIDTH + SPACE : 0];
  columns.push(columns[1] + WIDTH + SPACE);
  const width = right.length > 0 ? columns[2] + WIDTH : columns[1] + WIDTH;
  const at = (index, count) => (height - count * (HEIGHT + GAP) + GAP) / 2 + index * (HEIGHT + GAP);
  const centre = height / 2;
  const side = (units, x, drawEdge) => units.slice(0, MOST).flatMap(([unit, kinds], index) => {
    const y = at(index, Math.min(units.length, MOST));
    return [drawEdge(y + HEIGHT / 2, kinds), box(unit, x, y, open, false)];
  });
  const drawing = s('svg', { viewBox: `-2 -2 ${width + 4} ${height + 4}`, width: width + 4, height: height + 4, class: 'graph', role: 'group', 'aria-label': `Dependencies of ${name}` },
    side(left, columns[0], (y, kinds) => edge(columns[0] + WIDTH, y, columns[1], centre, kinds)),
    side(right, columns[2], (y, kinds) => edge(columns[1] + WIDTH, centre, columns[2], y, kinds)),
    box(name, columns[1], centre - HEIGHT / 2, open, true));
  const hidden = Math.max(0, left.length - MOST) + Math.max(0, right.length - MOST);
  const words = (units) => units.map(([unit, kinds]) => h('li', {}, `${unit} (${kinds.join(', ')})`));
  const frame = h('div', { class: 'graph-scroll', tabindex: '0', role: 'region', 'aria-label': 'Dependency picture' }, drawing);
  requestAnimationFrame(() => { frame.scrollLeft = columns[1] + WIDTH / 2 - frame.clientWidth / 2; });
  return h('div', {}, frame,
    h('p', { class: 'muted small' }, 'Left: what pulls it in. Right: what it pulls in; dashed lines are order only.'),
    h('details', {}, h('summary', {}, hidden > 0 ? `As a list (${hidden} more than drawn)` : 'As a list'),
      left.length > 0 && [h('h4', {}, 'Pulled in by'), h('ul', {}, words(left))],
      right.length > 0 && [h('h4', {}, 'Depends on'), h('ul', {}, words(right))]));
}
