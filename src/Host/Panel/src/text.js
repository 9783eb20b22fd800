// Figures and times for people.

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Bytes: 1.5 MiB. */
export function bytes(count) {
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** CPUs in use: 35 %. */
export const percent = (share) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;

/** How long ago, or how long: 3 h. */
export function span(seconds) {
  if (seconds < 1) return 'now';
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

export const since = (time) => span((Date.now() - Date.parse(time)) / 1000);

/** CPU time: 2.3 s. */
export function cpuTime(nanoseconds) {
  const seconds = nanoseconds / 1e9;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : span(seconds);
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: '2-digit' });

export const timeOf = (time) => clock.format(new Date(time));
export const dayOf = (time) => day.format(new Date(time));

export const PRIORITIES = ['Emergency', 'Alert', 'Critical', 'Error', 'Warning', 'Notice', 'Info', 'Debug'];

export const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
