// The daemon's API. The token comes in the fragment of the page's address, which no request carries, and goes into the
// Authorization header; EventSource cannot send one, so streams are read by fetch.

const KEY = 'ptracer-token';

function readToken() {
  const found = /^#token=([0-9a-f]{64})$/.exec(location.hash);
  if (found) {
    sessionStorage.setItem(KEY, found[1]);
    history.replaceState(null, '', location.pathname);
  }
  return sessionStorage.getItem(KEY) ?? '';
}

const token = readToken();

/** An error that the daemon explains, or that it does not answer (status 0). */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export const OFFLINE = 'The daemon does not answer. Start it with: ptracer daemon';

async function refusal(response) {
  const problem = await response.json().catch(() => null);
  return new ApiError(response.status, problem?.detail ?? `The daemon answered with status ${response.status}.`);
}

async function request(method, path, { body, accept = 'application/json', signal, headers } = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      signal,
      cache: 'no-store',
      headers: {
        Authorization: `Bearer ${token}`,
        Accept: accept,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (failure) {
    throw failure.name === 'AbortError' ? failure : new ApiError(0, OFFLINE);
  }
  if (!response.ok) throw await refusal(response);
  return response;
}

/** Asks, and answers with JSON; null where there is none. */
export async function ask(method, path, body) {
  const response = await request(method, path, { body });
  return response.status === 204 ? null : response.json();
}

export const get = (path) => ask('GET', path);

/** The path of a guest, or of something below it. */
export const guestPath = (guest, ...rest) => ['/v1/guests', encodeURIComponent(guest), ...rest].join('/');

/** The path of a unit, or of something below it. */
export const unitPath = (guest, unit, ...rest) => guestPath(guest, 'units', encodeURIComponent(unit), ...rest);

async function readEvents(response, state, hear) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    const events = text.split('\n\n');
    text = events.pop();
    for (const event of events) {
      const fields = Object.fromEntries(event.split('\n').filter((line) => !line.startsWith(':')).map((line) => {
        const colon = line.indexOf(': ');
        return [line.slice(0, colon), line.slice(colon + 2)];
      }));
      if (fields.id) state.last = fields.id;
      if (fields.data) hear(fields.event, JSON.parse(fields.data));
    }
  }
}

/**
 * Follows a stream of server-sent events, and connects again when it breaks: after one second, then two, up to ten.
 * `onstate` hears 'open', 'lost' or 'refused'. Answers with how to end it.
 */
export function follow(path, hear, onstate = () => {}) {
  const control = new AbortController();
  const state = { last: undefined };
  const run = async () => {
    for (let wait = 1; !control.signal.aborted; wait = Math.min(wait * 2, 10)) {
      try {
        const headers = state.last ? { 'Last-Event-ID': state.last } : {};
        const response = await request('GET', path, { accept: 'text/event-stream', signal: control.signal, headers });
        wait = 0.5;
        onstate('open');
        await readEvents(response, state, hear);
      } catch (failure) {
        if (control.signal.aborted) return;
        if (failure.status >= 400 && failure.status < 500) {
          onstate('refused', failure);
          return;
        }
      }
      if (control.signal.aborted) return;
      onstate('lost');
      await new Promise((resolve) => setTimeout(resolve, wait * 1000));
    }
  };
  run();
  return () => control.abort();
}

/** Sends an archive; `progress` hears the share that is sent, 0 to 1. */
export function upload(name, file, progress) {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open('PUT', guestPath(name));
    sending.setRequestHeader('Authorization', `Bearer ${token}`);
    sending.setRequestHeader('Content-Type', 'application/octet-stream');
    sending.upload.onprogress = (event) => progress(event.total > 0 ? event.loaded / event.total : 0);
    sending.onerror = () => reject(new ApiError(0, OFFLINE));
    sending.onload = () => {
      const answer = JSON.parse(sending.responseText || 'null');
      if (sending.status < 400) resolve(answer);
      else reject(new ApiError(sending.status, answer?.detail ?? `status ${sending.status}`));
    };
    sending.send(file);
  });
}

/** Makes a guest of an image's name; `progress` hears the daemon's own reports. */
export async function create(body, progress) {
  const response = await request('POST', '/v1/guests', { body, accept: 'text/event-stream' });
  let made;
  let problem;
  await readEvents(response, {}, (name, data) => {
    if (name === 'progress') progress(data);
    if (name === 'created') made = data;
    if (name === 'problem') problem = data;
  });
  if (!made) throw new ApiError(problem?.status ?? 0, problem?.detail ?? OFFLINE);
  return made;
}

/** A terminal's connection. WebSockets cannot send headers: the token goes as a protocol. */
export function terminalSocket(guest, columns, rows) {
  const socket = new WebSocket(
    `ws://${location.host}${guestPath(guest, 'exec')}?columns=${columns}&rows=${rows}`,
    ['ptracer.exec.v1', `ptracer.token.${token}`]);
  socket.binaryType = 'arraybuffer';
  return socket;
}
