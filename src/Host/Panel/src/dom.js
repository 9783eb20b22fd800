// The page's elements, made without a framework: texts are always text nodes, so nothing of a guest is ever markup.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name in element && !name.includes('-') && typeof value !== 'string') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An HTML element. */
export const h = (tag, props, ...children) => fill(document.createElement(tag), props, children);

/** An SVG element. */
export const s = (tag, props, ...children) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter(Boolean));
  return element;
};

const PATHS = {
  guests: 'M4 5h16v6H4zM4 13h16v6H4zM7.5 8h.01M7.5 16h.01',
  services: 'M5 6h14M5 12h14M5 18h14M9 4v4M15 10v4M8 16v4',
  journal: 'M6 3.5h9L19 8v12.5H6zM9.5 11h6M9.5 14.5h6M9.5 18h3.5',
  resources: 'M3.5 13h4l2.5-7 4 12 2.5-5h4',
  terminal: 'M3.5 5h17v14h-17zM7 9.5l3 2.5-3 2.5M12 15h4.5',
  doctor: 'M12 3.5l7 2.5v5.5c0 4.5-3 7.500-7 9-4-1.500-7-4.500-7-9V6zM12 9v6M9 12h6',
  start: 'M8 5.500l10 6.500-10 6.500z',
  stop: 'M7 7h10v10H7z',
  restart: 'M19 12a7 7 0 1 1-2.200-5.100M19 4v4h-4',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  close: 'M6 6l12 12M18 6L6 18',
  theme: 'M12 4a8 8 0 1 0 8 8 6 6 0 0 1-8-8z',
  plus: 'M12 5v14M5 12h14',
  pause: 'M9 6v12M15 6v12',
};

/** An icon; it is never the only name of a control. */
export const icon = (name) =>
  s('svg', { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true', focusable: 'false' }, s('path', { d: PATHS[name] }));

/** A button. */
export const button = (label, onclick, { kind = '', image, hideLabel = false, ...props } = {}) =>
  h('button', { type: 'button', class: `button ${kind}`, onclick, ...(hideLabel ? { 'aria-label': label } : {}), title: hideLabel ? label : undefined, ...props },
    image && icon(image), !hideLabel && h('span', {}, label));

/** Tells screen readers something. */
export function announce(text) {
  document.getElementById('announce').textContent = text;
}

/** Shows a message for some seconds; errors stay until they are closed. */
export function toast(text, kind = 'info') {
  const close = button('Close message', () => box.remove(), { image: 'close', hideLabel: true, kind: 'quiet' });
  const box = h('div', { class: `toast ${kind}`, role: kind === 'error' ? 'alert' : 'status' }, h('p', {}, text), close);
  document.getElementById('toasts').append(box);
  if (kind !== 'error') setTimeout(() => box.remove(), 5000);
}

/** Does something that may fail, with the button that asked for it shown as busy. */
export async function attempt(control, doing, done) {
  control?.setAttribute('aria-busy', 'true');
  if (control) control.disabled = true;
  try {
    const result = await doing();
    if (done) toast(typeof done === 'function' ? done(result) : done, 'good');
    return result;
  } catch (failure) {
    toast(failure.message, 'error');
    return undefined;
  } finally {
    control?.removeAttribute('aria-busy');
    if (control) control.disabled = false;
  }
}

/** What to show where there is nothing: what it means and what to do. */
export const blank = (title, text, ...actions) =>
  h('div', { class: 'blank' }, h('h2', {}, title), h('p', {}, text), actions.length > 0 && h('div', { class: 'actions' }, actions));

/** A placeholder while something is loaded. */
export const loading = (what) =>
  h('div', { class: 'loading', role: 'status' }, h('span', { class: 'hidden-text' }, `Loading ${what}`), h('i'), h('i'), h('i'));

/** A dialog with a title and a way to close it; focus goes back to where it was. */
export function dialog(title, content, kind = '') {
  const before = document.activeElement;
  const id = `dialog-${Math.random().toString(36).slice(2)}`;
  const box = h('dialog', { class: `sheet ${kind}`, 'aria-labelledby': id },
    h('header', {}, h('h2', { id }, title), button('Close', () => box.close(), { image: 'close', hideLabel: true, kind: 'quiet' })),
    h('div', { class: 'sheet-body' }, content));
  box.addEventListener('close', () => {
    box.remove();
    before?.focus?.();
  });
  box.addEventListener('click', (event) => event.target === box && box.close());
  document.body.append(box);
  box.showModal();
  return box;
}

/** Asks whether to do something that cannot be undone. */
export function confirm(title, text, action) {
  return new Promise((resolve) => {
    const box = dialog(title, [h('p', {}, text), h('div', { class: 'actions end' },
      button('Cancel', () => box.close()), button(action, () => { resolve(true); box.close(); }, { kind: 'danger' }))], 'small');
    box.addEventListener('close', () => resolve(false));
  });
}
