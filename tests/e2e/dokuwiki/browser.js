// A person uses the wiki in a browser while the share of its pages is flipped: logs in, edits and saves a page, reads it
// back, several times. Fails when a request fails, a page is not what was saved, or the login is lost.
//
//   node browser.js BASE_URL ROUNDS SCREENSHOT_DIR [FLIP_COMMAND...]
//
// FLIP_COMMAND is run over and over in the background, a share appended each time. A server may tell which side it is in
// X-Served-By; the last line of the output, one JSON object, counts what was seen.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { setTimeout: pause } = require('node:timers/promises');
const { chromium } = require('playwright-core');

const SHARES = ['50%', 'modern', '50%', 'legacy'];
const MILLISECONDS_BETWEEN_FLIPS = 50;
const USER = { login: 'admin', password: 'ficus', name: 'Ada Admin' };

// Without the flags from --disable-background-networking on, Chromium tries to reach hosts outside.
const CHROMIUM = {
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--no-proxy-server'],
};

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (data) => { complaint += data; });
    child.on('error', reject);
    child.on('close', (code) => (code === 0
      ? resolve()
      : reject(new Error(`${command} ${args.join(' ')}: exit ${code}: ${complaint}`))));
  });
}

// Flips until told to stop; the promise it ends with carries a failed flip.
function start_flipping([command, ...args]) {
  let stopped = false;
  let flips = 0;
  const loop = async () => {
    while (command && !stopped) {
      await run(command, [...args, SHARES[flips % SHARES.length]]);
      ++flips;
      await pause(MILLISECONDS_BETWEEN_FLIPS);
    }
  };
  const done = loop();
  done.catch(() => {});  // awaited in stop(); a rejection before that is not unhandled
  return { stop: async () => { stopped = true; await done; return flips; } };
}

// Everything that went wrong on the wire or in a script, and how many of the pages, whose share is flipped, each side served.
function watch(page, base) {
  const seen = { failures: [], sides: {}, answers: 0 };
  page.on('response', (response) => {
    ++seen.answers;
    const side = response.headers()['x-served-by'];
    const is_page = new URL(response.url()).pathname === '/doku.php';
    if (side && is_page) seen.sides[side] = (seen.sides[side] || 0) + 1;
    if (response.status() >= 400) seen.failures.push(`${response.status()} ${response.request().method()} ${response.url()}`);
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure().errorText;
    const left_the_page = reason === 'net::ERR_ABORTED';
    if (!left_the_page && request.url().startsWith(base)) seen.failures.push(`${reason} ${request.url()}`);
  });
  page.on('pageerror', (error) => seen.failures.push(`script: ${error.message}`));
  return seen;
}

async function log_in(page, base) {
  await page.goto(`${base}/doku.php?id=start&do=login`);
  await page.fill('input[name=u]', USER.login);
  await page.fill('input[name=p]', USER.password);
  await page.click('#dw__login button[type=submit]');
  await expect_logged_in(page);
}

async function expect_logged_in(page) {
  const user = await page.textContent('li.user');
  assert.ok(user.includes(USER.name), `logged out: the page says "${user}"`);
}

async function edit(page, base, id, text) {
  await page.goto(`${base}/doku.php?id=${id}`);
  await page.click('a[href*="do=edit"]');
  await page.fill('textarea[name=wikitext]', text);
  await page.fill('input[name=summary]', 'written in a browser');
  await page.click('#edbtn__save');
  await page.waitForSelector('.dokuwiki .page h1');
}

// Read as a browser shows it after a fresh navigation, and as the wiki exports it.
async function read_back(page, base, id, heading, text) {
  await page.goto(`${base}/doku.php?id=${id}`);
  assert.equal((await page.textContent('.page h1')).trim(), heading);
  await expect_logged_in(page);
  const raw = await page.request.get(`${base}/doku.php?id=${id}&do=export_raw`);
  assert.equal(raw.status(), 200);
  assert.equal((await raw.text()).trim(), text.trim());
}

async function use_the_wiki(page, base, rounds, screenshots) {
  await page.goto(`${base}/`);
  assert.equal((await page.textContent('.page h1')).trim(), 'Start');
  await log_in(page, base);
  await page.screenshot({ path: path.join(screenshots, 'logged-in.png') });
  for (let round = 1; round <= rounds; ++round) {
    const id = `playground:browser${round % 2}`;
    const heading = `Round ${round} of ${process.pid}`;
    const text = `====== ${heading} ======\n\nSaved in round ${round}: ümläut, <angle> & “quotes”.\n`;
    await edit(page, base, id, text);
    await read_back(page, base, id, heading, text);
  }
  await page.screenshot({ path: path.join(screenshots, 'read-back.png') });
  await page.click('a[href*="do=logout"]');
  await page.waitForSelector('a[href*="do=login"]');
}

async function main([base, rounds, screenshots, ...flip_command]) {
  assert.ok(base && rounds && screenshots, 'usage: browser.js BASE_URL ROUNDS SCREENSHOT_DIR [FLIP_COMMAND...]');
  fs.mkdirSync(screenshots, { recursive: true });
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'ficus-chromium-'));
  const context = await chromium.launchPersistentContext(profile, CHROMIUM);
  const flipping = start_flipping(flip_command);
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    const seen = watch(page, base);
    await use_the_wiki(page, base, Number(rounds), screenshots);
    const flips = await flipping.stop();
    console.log(JSON.stringify({ rounds: Number(rounds), flips, answers: seen.answers, sides: seen.sides, failures: seen.failures }));
    assert.deepEqual(seen.failures, []);
  } finally {
    await flipping.stop().catch(() => {});
    await context.close();
    fs.rmSync(profile, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
