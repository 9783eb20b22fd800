// xterm.js, bundled by itself: the rest of the page does not need it.

import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';

// xterm.js writes its rules into style elements, which the page's Content-Security-Policy refuses. A stand-in passes the
// text on to a constructed style sheet instead, which the policy allows since only scripts that it allows can make one.
const createElement = document.createElement.bind(document);
document.createElement = (name, options) => {
  const element = createElement(name === 'style' ? 'span' : name, options);
  if (name === 'style') {
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    element.hidden = true;
    const set = (text) => sheet.replaceSync(text);
    Object.defineProperty(element, 'textContent', { set, get: () => '' });
    const remove = element.remove.bind(element);
    element.remove = () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
      remove();
    };
  }
  return element;
};

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const theme = () => ({
  background: colour('--terminal'),
  foreground: colour('--terminal-text'),
  cursor: colour('--terminal-cursor'),
  selectionBackground: colour('--selection'),
});

/** A terminal in an element: what is typed and its size go to the callbacks. */
export function makeTerminal(place, ontype, onresize) {
  const terminal = new Terminal({
    fontFamily: 'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, monospace',
    fontSize: 13,
    lineHeight: 1.15,
    cursorBlink: false,
    screenReaderMode: true,
    scrollback: 5000,
    theme: theme(),
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(place);
  fit.fit();
  terminal.onData(ontype);
  terminal.onBinary(ontype);
  terminal.onResize(({ cols, rows }) => onresize(cols, rows));
  const watch = new ResizeObserver(() => fit.fit());
  watch.observe(place);
  const restyle = () => { terminal.options.theme = theme(); };
  document.addEventListener('theme', restyle);
  return {
    get columns() { return terminal.cols; },
    get rows() { return terminal.rows; },
    write: (bytes) => terminal.write(bytes),
    focus: () => terminal.focus(),
    dispose() {
      watch.disconnect();
      document.removeEventListener('theme', restyle);
      terminal.dispose();
    },
  };
}
