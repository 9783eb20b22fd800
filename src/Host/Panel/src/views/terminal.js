// A shell in the guest. xterm.js is fetched only here.

import { terminalSocket } from '../api.js';
import { blank, button, h, loading } from '../dom.js';
import { current, state } from '../store.js';

const KEYS = [['Esc', '\x1b'], ['Tab', '\t'], ['Ctrl-C', '\x03'], ['Ctrl-D', '\x04'], ['↑', '\x1b[A', 'Up'], ['↓', '\x1b[B', 'Down'], ['←', '\x1b[D', 'Left'], ['→', '\x1b[C', 'Right']];

export function terminalView(root, signal) {
  const place = h('div', { class: 'shell' });
  const status = h('p', { class: 'count', role: 'status' });
  let terminal;
  let socket;

  const type = (text) => socket?.readyState === WebSocket.OPEN && socket.send(new TextEncoder().encode(text));
  const keys = h('div', { class: 'keys', role: 'toolbar', 'aria-label': 'Keys' }, KEYS.map(([label, bytes, name]) =>
    h('button', { type: 'button', class: 'chip', 'aria-label': name, onclick: () => { type(bytes); terminal?.focus(); } }, label)));
  const again = button('Open a shell', () => open(), { image: 'terminal', kind: 'primary' });
  const close = button('Close', () => socket?.close(), { kind: 'quiet', image: 'close' });

  // Whoever has gone on to another control meanwhile keeps it.
  const isFree = () => [document.body, again].includes(document.activeElement);

  function show(text, isOpen) {
    status.textContent = text;
    again.hidden = isOpen;
    close.hidden = !isOpen;
  }

  async function open() {
    show('Opening', true);
    place.replaceChildren(loading('the terminal'));
    const { makeTerminal } = await import('./terminal.js');
    if (signal.aborted) return;
    place.replaceChildren();
    terminal?.dispose();
    terminal = makeTerminal(place, type, (columns, rows) =>
      socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify({ resize: { columns, rows } })));
    const mine = terminalSocket(state.guest, terminal.columns, terminal.rows);
    socket = mine;
    let ended = '';
    mine.onopen = () => {
      show(`Shell in ${state.guest}`, true);
      if (isFree()) terminal.focus();
    };
    mine.onmessage = (event) => {
      if (typeof event.data === 'string') ended = `The shell ended with status ${JSON.parse(event.data).exit}`;
      else terminal.write(new Uint8Array(event.data));
    };
    mine.onclose = () => mine === socket && show(ended || 'The connection is closed', false);
  }

  if (!state.guest) {
    root.append(loading('guests'));
    return;
  }
  if (current() && !current().running) {
    root.append(blank(`${state.guest} is stopped`, 'Start it to open a shell in it.', h('a', { class: 'button primary', href: '#guests' }, 'To guests')));
    return;
  }
  root.append(h('div', { class: 'status-line' }, status, again, close), place, keys);
  signal.addEventListener('abort', () => {
    socket?.close();
    terminal?.dispose();
  });
  open();
}
