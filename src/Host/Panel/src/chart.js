// A plot over time: an area and a line in SVG, a readout under the pointer, the same in words.

import { h, s } from './dom.js';

const WIDTH = 600;
const HEIGHT = 150;

// A scale's end that reads well: 1, 2 or 5 times a power of the base.
function niceEnd(value, base) {
  let step = 1;
  while (step * base < value) step *= base;
  return [1, 2, 5, 10, 20, 50, 100, 200, 500, base].map((factor) => factor * step).find((end) => end >= value) ?? value;
}

/** A chart that `show(points, { from, to })` draws: points are [time in ms, value], oldest first. */
export function chart({ title, format, base, least }) {
  const area = s('path', { class: 'area' });
  const path = s('path', { class: 'curve' });
  const cursor = s('line', { class: 'cursor', y1: 0, y2: HEIGHT, x1: -9, x2: -9 });
  const grid = [0.25, 0.5, 0.75].map((share) => s('line', { class: 'grid', x1: 0, x2: WIDTH, y1: HEIGHT * share, y2: HEIGHT * share }));
  const picture = s('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', class: 'chart', 'aria-hidden': 'true' }, grid, area, path, cursor);
  const now = h('strong', { class: 'now' }, '–');
  const words = h('p', { class: 'muted small' });
  const top = h('span', {});
  const start = h('span', {});
  const readout = h('span', { class: 'readout' });
  let drawn = { points: [], x: () => 0 };

  picture.addEventListener('pointermove', (event) => {
    const bounds = picture.getBoundingClientRect();
    const wanted = ((event.clientX - bounds.left) / bounds.width) * WIDTH;
    const nearest = drawn.points.reduce((best, point) => (!best || Math.abs(drawn.x(point) - wanted) < Math.abs(drawn.x(best) - wanted) ? point : best), null);
    if (!nearest) return;
    for (const end of ['x1', 'x2']) cursor.setAttribute(end, drawn.x(nearest));
    readout.textContent = `${new Date(nearest[0]).toLocaleTimeString()}: ${format(nearest[1])}`;
  });
  picture.addEventListener('pointerleave', () => {
    for (const end of ['x1', 'x2']) cursor.setAttribute(end, -9);
    readout.textContent = '';
  });

  const element = h('section', { class: 'card plot', 'aria-label': title },
    h('header', {}, h('h2', {}, title), now),
    h('div', { class: 'plot-area' }, h('span', { class: 'scale' }, top), picture),
    h('div', { class: 'axis' }, start, readout, h('span', {}, 'now')), words);

  function show(points, { from, to, label }) {
    const end = niceEnd(Math.max(least, ...points.map((point) => point[1])), base);
    const x = (point) => ((point[0] - from) / (to - from)) * WIDTH;
    const y = (point) => HEIGHT - (point[1] / end) * (HEIGHT - 4);
    drawn = { points, x };
    top.textContent = format(end);
    start.textContent = label;
    if (points.length === 0) {
      now.textContent = '–';
      words.textContent = 'No samples yet.';
      area.removeAttribute('d');
      path.removeAttribute('d');
      return;
    }
    const curve = points.map((point) => `${x(point).toFixed(1)} ${y(point).toFixed(1)}`).join('L');
    path.setAttribute('d', `M${curve}`);
    area.setAttribute('d', `M${x(points[0]).toFixed(1)} ${HEIGHT}L${curve}L${x(points.at(-1)).toFixed(1)} ${HEIGHT}Z`);
    const values = points.map((point) => point[1]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    now.textContent = format(values.at(-1));
    words.textContent = `Average ${format(mean)}, highest ${format(Math.max(...values))}, ${label.replace('−', 'last ')}.`;
  }

  return { element, show };
}
