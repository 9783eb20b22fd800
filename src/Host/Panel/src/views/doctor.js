// What the kernel and the place allow, worst first, with remedies.

import { get } from '../api.js';
import { blank, button, h, loading, toast } from '../dom.js';

const ORDER = ['bad', 'broken', 'failed', 'degraded', 'note', 'good'];
const rank = (finding) => (ORDER.includes(finding.severity) ? ORDER.indexOf(finding.severity) : 0);

const item = (finding) => h('li', { class: `card finding ${finding.severity}` },
  h('header', {}, h('h2', {}, finding.name), h('span', { class: `badge ${finding.severity}` }, finding.severity)),
  h('p', {}, finding.finding),
  finding.remedy && h('div', { class: 'remedy' }, h('p', {}, h('strong', {}, 'Remedy: '), finding.remedy),
    button('Copy', () => navigator.clipboard.writeText(finding.remedy).then(() => toast('Copied', 'good'), () => toast('The browser does not let this page copy; select the text', 'error')), { kind: 'quiet', 'aria-label': `Copy the remedy of ${finding.name}` })));

export function doctorView(root, signal) {
  const place = h('div', {}, loading('findings'));

  async function refresh() {
    try {
      const findings = await get('/v1/doctor');
      if (signal.aborted) return;
      const worse = findings.filter((finding) => !['good', 'note'].includes(finding.severity));
      place.replaceChildren(
        h('p', { class: 'lead' }, worse.length === 0 ? 'Everything is as it should be on this machine.' : `${worse.length} of ${findings.length} checks found something that guests will notice.`),
        h('ul', { class: 'stack' }, findings.sort((a, b) => rank(a) - rank(b)).map(item)));
    } catch (failure) {
      if (!signal.aborted) place.replaceChildren(blank('The checks could not be made', failure.message, button('Try again', refresh, { kind: 'primary' })));
    }
  }

  root.append(h('div', { class: 'tools' }, button('Check again', refresh, { image: 'restart' })), place);
  refresh();
}
