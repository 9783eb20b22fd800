// One scenario of the panel in headless Chromium: node panel.mjs ADDRESS SCENARIO SCREENSHOTS. Prints requests to the test
// that started it, a line each; whatever is wrong is thrown, and ends it with status 1.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const [address, scenario, pictures] = process.argv.slice(2);
const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const ask = async (line) => {
  console.log(line);
  assert.equal((await answers.next()).value, 'done');
};

const browser = await chromium.launch({
  executablePath: process.env.PTRACER_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
});
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };
const wrong = [];
let outside = 0;
let received = 0;

async function open(view, { size = PHONE, scheme = 'light', touch = true } = {}) {
  const context = await browser.newContext({ viewport: size, colorScheme: scheme, hasTouch: touch, deviceScaleFactor: 2, locale: 'en-GB', timezoneId: 'UTC' });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  page.on('pageerror', (error) => wrong.push(`error: ${error.stack}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) wrong.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(address).origin) && !request.url().startsWith('data:')) outside += 1;
  });
  await page.goto(address);
  await page.waitForSelector('.connection.open');
  if (view) await page.evaluate((name) => { location.hash = name; }, view);
  return page;
}

const unit = (page, name) => page.locator(`[data-unit="${name}"]`);

async function axe(page, what) {
  // The policy forbids to evaluate texts in the page: axe goes in by the debugger.
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const result = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  const found = result.violations.map((violation) => `${violation.id}: ${violation.help}\n${violation.nodes.slice(0, 4).map((node) => `    ${node.target} ${node.failureSummary?.split('\n').slice(1).join(' ')}`).join('\n')}`);
  assert.deepEqual(found, [], `${what}: ${found.join('\n')}`);
}

// Everything that is touched is 44 px in both directions, or lies in a text.
async function targets(page, what) {
  const small = await page.evaluate(() => [...document.querySelectorAll('button, a, select, input:not([type=checkbox]), summary, textarea')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.skip, .xterm') && one.getBoundingClientRect().width > 0)
    .filter((one) => one.getBoundingClientRect().height < 43.5 || one.getBoundingClientRect().width < 43.5)
    .map((one) => `${one.outerHTML.slice(0, 120)} ${one.getBoundingClientRect().width}x${one.getBoundingClientRect().height}`));
  assert.deepEqual(small, [], `${what}: targets below 44 px`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.ok(!wide, `${what}: the page scrolls sideways`);
}

const text = (page, selector) => page.locator(selector).first().innerText();

const scenarios = {
  async services() {
    const page = await open('services');
    await unit(page, 'cups.service').waitFor();
    assert.match(await text(page, '[data-unit="redis-server.service"]'), /failed/);
    await page.getByRole('button', { name: 'Start ssh.service' }).click();
    await page.getByRole('button', { name: 'Stop ssh.service' }).waitFor();
    await page.getByRole('button', { name: 'Restart ssh.service' }).click();
    await page.getByText('Stop ssh.service').or(page.getByRole('button', { name: 'Stop ssh.service' })).first().waitFor();
    await page.getByRole('button', { name: 'Stop ssh.service' }).click();
    await page.getByRole('button', { name: 'Start ssh.service' }).waitFor();
    await page.getByRole('button', { name: 'Start redis-server.service' }).click();
    await page.getByRole('alert').filter({ hasText: 'its main process exited with 1' }).waitFor();
    await page.getByRole('button', { name: 'Close message' }).first().click();
    await ask('fail cron.service');
    await page.locator('[data-unit="cron.service"] .mark.failed').waitFor();
    await page.getByRole('button', { name: 'Failed', exact: true }).click();
    await page.waitForFunction(() => document.querySelectorAll('[data-unit]').length === 2);
    await page.getByRole('button', { name: 'All units' }).click();
    await unit(page, 'network.target').waitFor();
    await page.getByRole('button', { name: 'Active', exact: true }).click();
    await page.getByRole('button', { name: 'Services', exact: true }).click();
    await page.getByLabel('Filter units by name').fill('zzz');
    await page.getByText('Nothing matches').waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await unit(page, 'cups.service').waitFor();
    await page.getByLabel('Guest', { exact: true }).selectOption('alpine');
    await page.waitForFunction(() => document.querySelectorAll('.mark.active').length === 0);
    await page.reload();
    await page.waitForFunction(() => document.querySelector('#guest')?.value === 'alpine');
    assert.ok(!page.url().includes('token'), 'the token stays in the address');
  },

  async unit() {
    const page = await open('services');
    await unit(page, 'cups.service').locator('.row-main').click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('CUPS Scheduler', { exact: true }).waitFor();
    await sheet.getByText('Loaded configuration file').waitFor();
    await sheet.getByText('PrivateTmp=').waitFor();
    await sheet.getByText('Description=CUPS Scheduler').waitFor();
    assert.equal(await sheet.locator('.node').count(), 5);
    await sheet.getByText('As a list').click();
    await sheet.getByText('avahi-daemon.service (Wants)').waitFor();
    await sheet.getByRole('button', { name: 'Disable' }).click();
    await sheet.getByRole('button', { name: 'Enable' }).click();
    await sheet.getByRole('button', { name: 'Disable' }).waitFor();
    await sheet.getByRole('button', { name: 'Reload' }).click();
    await sheet.getByRole('button', { name: 'Restart' }).click();
    await sheet.getByRole('button', { name: 'Stop' }).click();
    await sheet.getByRole('button', { name: 'Start', exact: true }).waitFor();
    await sheet.getByRole('button', { name: 'Mask', exact: true }).click();
    await sheet.getByRole('button', { name: 'Unmask' }).click();
    await sheet.getByRole('button', { name: 'Mask', exact: true }).waitFor();
    await sheet.getByRole('button', { name: 'Open avahi-daemon.service, active' }).press('Enter');
    await page.getByRole('heading', { name: 'avahi-daemon.service' }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('dialog'));
    await unit(page, 'redis-server.service').locator('.row-main').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset failed' }).click();
    await page.getByRole('dialog').getByText('inactive (dead)').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
  },

  async journal() {
    const page = await open('journal');
    await page.getByText('Server startup complete').waitFor();
    await ask('say cups.service 6 A page was printed <b>&amp;</b>');
    await page.getByText('A page was printed <b>&amp;</b>').waitFor();
    await page.getByLabel('Priority').selectOption('4');
    await page.waitForFunction(() => document.querySelectorAll('.lines > div').length === 2);
    await page.getByLabel('Priority').selectOption('');
    await page.getByLabel('Unit', { exact: true }).selectOption('cron.service');
    await page.waitForFunction(() => document.querySelectorAll('.lines > div').length === 1);
    await page.getByLabel('Unit', { exact: true }).selectOption('');
    await page.getByLabel('Text', { exact: true }).fill('(CRON)');
    await page.waitForFunction(() => document.querySelectorAll('.lines > div').length === 1);
    await page.getByLabel('Text', { exact: true }).fill('no such line');
    await page.getByText('No lines match').waitFor();
    await page.getByLabel('Text', { exact: true }).fill('');
    await page.getByText('Server startup complete').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await ask('say cups.service 6 While it was paused');
    await page.getByText('paused, 1 new').waitFor();
    assert.equal(await page.getByText('While it was paused').count(), 0);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('While it was paused').waitFor();
  },

  async resources() {
    const page = await open('resources', { size: DESKTOP, touch: false });
    await page.locator('.chart .curve[d]').first().waitFor();
    assert.match(await text(page, '.plot .now'), /\d+(\.\d+)? %/);
    assert.match(await page.getByRole('region', { name: 'Memory' }).innerText(), /Average .* MiB, highest .* MiB, last 10 min/);
    await page.getByText('/usr/sbin/cupsd -l').waitFor();
    await page.locator('.chart').first().hover();
    await page.waitForFunction(() => /\d+:\d+/.test(document.querySelector('.readout').textContent));
    await page.getByRole('button', { name: '24 hours' }).click();
    await page.getByText('last 24 h').first().waitFor();
    await page.getByRole('button', { name: '10 minutes' }).click();
    await page.getByLabel('Guest', { exact: true }).selectOption('alpine');
    await page.getByText('This guest is stopped').waitFor();
  },

  async terminal() {
    const page = await open('terminal');
    await page.getByText('Shell in debian').waitFor();
    await page.locator('.xterm').click();
    await page.keyboard.type('size\n');
    await page.waitForFunction(() => /\d+x\d+/.test(document.querySelector('.xterm-rows').innerText));
    const before = /(\d+)x\d+/.exec(await text(page, '.xterm-rows'))[1];
    await page.setViewportSize(DESKTOP);
    await page.waitForTimeout(300);
    await page.locator('.xterm').click();
    await page.keyboard.type('size\n');
    await page.waitForFunction((old) => [...document.querySelector('.xterm-rows').innerText.matchAll(/(\d+)x\d+/g)].some((found) => Number(found[1]) > Number(old)), before);
    for (const key of await page.getByRole('toolbar', { name: 'Keys' }).getByRole('button').all()) await key.click();
    const height = await page.evaluate(() => document.querySelector('.xterm-rows > div').getBoundingClientRect().height);
    assert.ok(height > 10 && height < 30, `rows are ${height} px high: xterm's rules are not applied`);
    await page.keyboard.type('\n');
    await page.keyboard.type('exit 5\n');
    await page.getByText('The shell ended with status 5').waitFor();
    await page.getByRole('button', { name: 'Open a shell' }).click();
    await page.getByText('Shell in debian').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByText('The connection is closed').waitFor();
    await page.getByLabel('Guest', { exact: true }).selectOption('alpine');
    await page.getByText('alpine is stopped').waitFor();
  },

  async guests() {
    const page = await open('guests');
    const card = (name) => page.locator(`[data-guest="${name}"]`);
    const more = (name, what) => card(name).getByLabel(`More for ${name}`).click().then(() => card(name).getByRole('button', { name: what }).click());
    await card('alpine').getByRole('button', { name: 'Start alpine' }).click();
    await card('alpine').getByRole('button', { name: 'Stop alpine' }).click();
    await card('alpine').getByRole('button', { name: 'Start alpine' }).waitFor();
    await more('alpine', 'Clone');
    await page.getByLabel('Name of the copy').fill('beta');
    await page.getByRole('dialog').getByRole('button', { name: 'Clone' }).click();
    await card('beta').waitFor();
    await more('beta', 'Rename');
    await page.getByLabel('New name').fill('debian');
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('alert').filter({ hasText: 'there is such a guest already' }).waitFor();
    await page.getByLabel('New name').fill('gamma');
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
    await card('gamma').waitFor();
    await more('gamma', 'Settings');
    await page.getByLabel('Environment').fill('A=b\n\nC=d');
    await page.getByLabel('Start when the daemon starts').uncheck();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await card('gamma').getByText('started by hand').waitFor();
    await more('gamma', 'Settings');
    assert.equal(await page.getByLabel('Environment').inputValue(), 'A=b\nC=d');
    await page.keyboard.press('Escape');
    await more('gamma', 'Delete');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await card('gamma').waitFor();
    await more('gamma', 'Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await card('gamma').waitFor({ state: 'detached' });
    await card('alpine').getByRole('link', { name: 'Services of alpine' }).click();
    await page.waitForFunction(() => document.querySelector('#guest').value === 'alpine');
  },

  async create() {
    const page = await open('guests');
    const archive = join(tmpdir(), `panel-${process.pid}.tar`);
    writeFileSync(archive, Buffer.alloc(3_000_000, 7));
    await page.getByLabel('Name', { exact: true }).fill('fresh');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'Choose an archive' }).waitFor();
    await page.getByLabel('Archive of a root file system').setInputFiles(archive);
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.locator('[data-guest="fresh"]').waitFor();
    writeFileSync(archive, 'not an archive');
    await page.getByLabel('Name', { exact: true }).fill('bad');
    await page.getByLabel('Archive of a root file system').setInputFiles(archive);
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'the upload is no archive' }).waitFor();
    await page.getByLabel('Archive of a root file system').setInputFiles([]);
    await page.getByLabel('Name', { exact: true }).fill('pulled');
    await page.getByLabel('or an image').fill('docker://broken');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'the registry does not answer' }).waitFor();
    await page.getByLabel('or an image').fill('docker://debian:12');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.locator('[data-guest="pulled"]').waitFor();
  },

  async doctor() {
    const page = await open('doctor');
    await page.getByText('1 of 3 checks found something').waitFor();
    assert.match(await text(page, '.finding'), /memfd/);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy the remedy of memfd' }).click();
    await page.getByText('Copied').waitFor();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /ptracer loader PATH/);
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByText('1 of 3 checks').waitFor();
  },

  async states() {
    const bare = await browser.newPage();
    await bare.goto(new URL('/', address).href);
    await bare.getByText('This link is not valid any more').waitFor();
    await bare.screenshot({ path: join(tmpdir(), 'panel-refused.png') });
    const page = await open('services');
    const theme = page.getByRole('button', { name: 'Change theme' });
    for (const expected of ['light', 'dark', undefined]) {
      await theme.click();
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), expected);
    }
    await page.keyboard.press('Tab');
    await page.evaluate(() => document.activeElement.blur());
    await page.evaluate(() => scrollTo(0, 0));
    for (const name of ['Journal', 'Resources', 'Terminal', 'Guests', 'Doctor', 'Services']) {
      await page.getByRole('navigation').getByRole('link', { name }).press('Enter');
      await page.getByRole('heading', { level: 1, name }).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1', 'the focus is on the title');
    }
    await ask('empty');
    await page.getByText('No guests yet').waitFor();
    await page.getByRole('link', { name: 'Create a guest' }).click();
    await page.getByText('Make the first one below').waitFor();
    await ask('stop');
    await page.getByText('The daemon does not answer. Trying again').waitFor();
  },

  async load() {
    const context = await browser.newContext({ viewport: PHONE });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    session.on('Network.loadingFinished', (event) => { received += event.encodedDataLength; });
    const response = await page.goto(address);
    await page.waitForSelector('[data-unit]');
    assert.ok(received > 5000 && received < 300_000, `${received} bytes were received`);
    console.error(`first load: ${received} bytes`);
    const headers = response.headers();
    assert.match(headers['content-security-policy'], /^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'/);
    assert.ok(!headers['content-security-policy'].includes('unsafe'));
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['content-encoding'], 'br');
  },

  async axe() {
    for (const scheme of ['light', 'dark']) {
      for (const view of ['services', 'journal', 'resources', 'terminal', 'guests', 'doctor']) {
        const page = await open(view, { scheme });
        await page.waitForTimeout(600);
        await axe(page, `${view}, ${scheme}`);
        await targets(page, view);
        if (view === 'services') {
          await unit(page, 'cups.service').locator('.row-main').click();
          await page.locator('dialog .node').first().waitFor();
          await page.waitForTimeout(300);
          await axe(page, `unit, ${scheme}`);
          await targets(page, 'unit');
        }
        await page.context().close();
      }
    }
  },

  async screenshots() {
    mkdirSync(pictures, { recursive: true });
    for (const [device, size] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
      for (const scheme of ['light', 'dark']) {
        for (const view of ['services', 'journal', 'resources', 'terminal', 'guests', 'doctor', 'unit']) {
          const page = await open(view === 'unit' ? 'services' : view, { size, scheme, touch: device === 'phone' });
          if (view === 'unit') {
            await unit(page, 'cups.service').locator('.row-main').click();
            await page.locator('dialog .node').first().waitFor();
          }
          if (view === 'terminal') {
            await page.getByText('Shell in debian').waitFor();
            await page.keyboard.type('size\n');
          }
          await page.waitForTimeout(600);
          await page.screenshot({ path: join(pictures, `panel-${view}-${device}-${scheme}.png`) });
          await page.context().close();
        }
      }
    }
  },
};

try {
  await scenarios[scenario]();
  assert.deepEqual(wrong, []);
  assert.equal(outside, 0, 'a request left the machine');
} catch (failure) {
  console.error(failure.stack ?? failure);
  process.exitCode = 1;
} finally {
  await browser.close();
  process.exit();
}
