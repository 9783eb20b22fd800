// Light, dark, or as the system has it.

const KEY = 'ptracer-theme';
const THEMES = ['system', 'light', 'dark'];

export function applyTheme() {
  const theme = localStorage.getItem(KEY) ?? 'system';
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  document.dispatchEvent(new Event('theme'));
  return theme;
}

export function nextTheme() {
  const theme = THEMES[(THEMES.indexOf(localStorage.getItem(KEY) ?? 'system') + 1) % THEMES.length];
  localStorage.setItem(KEY, theme);
  return applyTheme();
}
