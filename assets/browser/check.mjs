// Looks at pages in headless Chromium and fails on what a reader would suffer from: accessibility
// violations (axe: WCAG 2.2 A and AA, best practices), errors on the console, breaches of the
// content policy, files that do not load, a page wider than its window.
//
//   node browser/check.mjs --base http://127.0.0.1:8080 --paths pages.json [--cookie name=value]
//   node browser/check.mjs --serve DIR --paths pages.json --shots OUT
//
// pages.json is an array of "/path" or {"path": "/path", "status": 404, "cookie": "name=value", "fits": true}.
// "fits": on a desk (1440 px wide, 900 high) the page must not be higher than its window, nor its letters small.
// Options: --viewports 390,1440   --schemes light,dark   --text 200 (letters in percent)
//          --media print   --shots DIR (a picture of each page)   --chromium PATH   --json FILE
//          --script off (pages without script)   --forced-colors on   --only TEXT (paths that contain it)
// Ends with 0 when all is well, 1 when something was found, 2 when it could not look.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { serve } from './serve.mjs';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const { values: options } = parseArgs({
  options: {
    base: { type: 'string' },
    serve: { type: 'string' },
    paths: { type: 'string' },
    cookie: { type: 'string' },
    viewports: { type: 'string', default: '390,1440' },
    schemes: { type: 'string', default: 'light' },
    text: { type: 'string', default: '100' },
    media: { type: 'string', default: 'screen' },
    shots: { type: 'string' },
    json: { type: 'string' },
    script: { type: 'string', default: 'on' },
    'forced-colors': { type: 'string', default: 'off' },
    only: { type: 'string' },
    chromium: { type: 'string', default: process.env.CHROMIUM ?? '/usr/bin/chromium' },
  },
});

function give(up) {
  console.error(up);
  process.exit(2);
}

function wantedPages() {
  if (!options.paths) give('--paths FILE is needed');
  const listed = JSON.parse(readFileSync(options.paths, 'utf8'));
  const pages = listed.map((page) => (typeof page === 'string' ? { path: page } : page));
  const wanted = pages.filter((page) => !options.only || page.path.includes(options.only));
  if (wanted.length === 0) give('there is no page to look at');
  return wanted;
}

/** Every combination of page, width and colour scheme. */
function visits(pages) {
  const widths = options.viewports.split(',').map(Number);
  if (widths.some((width) => !(width >= 200 && width <= 4000))) give('--viewports wants widths in pixels');
  const schemes = options.schemes.split(',');
  return pages.flatMap((page) => widths.flatMap((width) => schemes.map((scheme) => ({ ...page, width, scheme }))));
}

function cookies(base, text) {
  return (text ?? '').split(';').filter(Boolean).map((pair) => {
    const [name, ...value] = pair.trim().split('=');
    return { name, value: value.join('='), url: base };
  });
}

async function openPage(browser, base, visit) {
  const context = await browser.newContext({
    viewport: { width: visit.width, height: visit.width < 700 ? 844 : 900 },
    colorScheme: visit.scheme,
    javaScriptEnabled: options.script !== 'off',
    reducedMotion: 'reduce',
    forcedColors: options['forced-colors'] === 'on' ? 'active' : 'none',
  });
  await context.addCookies(cookies(base, visit.cookie ?? options.cookie));
  return context;
}

/** Listens to everything a page complains about. Returns the list that fills while it loads. */
function listen(page, wantedStatus, address) {
  const heard = [];
  page.on('console', (message) => {
    // The document's own status is judged apart.
    const own = message.location().url === address && /status of \d+/.test(message.text());
    if (message.type() === 'error' && !own) heard.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => heard.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => heard.push(`not loaded: ${request.url()} ${request.failure()?.errorText}`));
  page.on('response', (response) => {
    const document = response.request().isNavigationRequest();
    if (!document && response.status() >= 400) heard.push(`status ${response.status()}: ${response.url()}`);
    const redirect = response.status() >= 300 && response.status() < 400;
    if (document && !redirect && response.status() !== wantedStatus) {
      heard.push(`status ${response.status()}, expected ${wantedStatus}`);
    }
  });
  return heard;
}

/** What stands wider than the window, the outermost first. */
function overflow() {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.body.querySelectorAll('*')].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.right > width + 1 && box.width > 0;
  });
  const name = (element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;
  return [`wider than the window by ${document.documentElement.scrollWidth - width} px: ${wide.slice(0, 4).map(name).join(' > ')}`];
}

/** A page that promises to fit: how far it reaches below the window, and letters that were made small for it. */
function below([heightMost, letterLeast]) {
  const found = [];
  const height = document.documentElement.scrollHeight;
  if (height > heightMost) found.push(`higher than the window by ${height - heightMost} px`);
  for (const element of document.body.querySelectorAll('*')) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (hasText && size < letterLeast) found.push(`letters of ${size} px: ${element.textContent.trim().slice(0, 40)}`);
    const style = getComputedStyle(element);
    const isCut = style.overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1 && element.clientHeight > 1;
    if (hasText && isCut) found.push(`cut off: ${element.textContent.trim().slice(0, 40)}`);
  }
  return found.slice(0, 4);
}

async function accessibility(page) {
  await page.evaluate(axeSource);
  const result = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: 'tag', values: tags } }), axeTags);
  return result.violations.map((violation) => {
    const nodes = violation.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} (${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ''})`);
    return `axe ${violation.id}: ${violation.help}; ${violation.nodes.length} times: ${nodes.join(' | ')}`;
  });
}

async function look(browser, base, visit) {
  const context = await openPage(browser, base, visit);
  try {
    const page = await context.newPage();
    await page.emulateMedia({ media: options.media });
    const address = new URL(visit.path, base).href;
    const heard = listen(page, visit.status ?? 200, address);
    await page.goto(address, { waitUntil: 'load', timeout: 30_000 });
    await page.evaluate(() => document.fonts.ready.then(() => true));
    if (options.text !== '100') {
      await page.evaluate((percent) => { document.documentElement.style.fontSize = `${percent}%`; }, options.text);
    }
    heard.push(...(await page.evaluate(overflow)));
    if (visit.fits && visit.width >= 1440) heard.push(...(await page.evaluate(below, [900, 13])));
    if (options.script !== 'off') heard.push(...(await accessibility(page)));
    if (options.shots) await page.screenshot({ path: shot(visit), fullPage: true });
    return heard;
  } finally {
    await context.close();
  }
}

function shot(visit) {
  mkdirSync(options.shots, { recursive: true });
  const name = visit.path.replace(/^\/+|\/+$/g, '').replace(/[^\p{L}\p{N}]+/gu, '-') || 'root';
  const dark = visit.scheme === 'dark' ? '-dark' : '';
  return join(options.shots, `${name}-${visit.width}${dark}.png`);
}

async function main() {
  if (!existsSync(options.chromium)) give(`no browser at ${options.chromium}: install chromium or give --chromium PATH`);
  const wanted = visits(wantedPages());
  const server = options.serve ? await serve(options.serve) : undefined;
  const base = server?.address ?? options.base;
  if (!base) give('--base URL or --serve DIR is needed');
  const browser = await chromium.launch({
    executablePath: options.chromium,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--hide-scrollbars'],
  });
  const findings = [];
  for (const visit of wanted) {
    const name = `${visit.path} at ${visit.width}${visit.scheme === 'dark' ? ' dark' : ''}`;
    const heard = await look(browser, base, visit).catch((error) => [`could not be opened: ${error.message.split('\n')[0]}`]);
    for (const what of heard) console.error(`${name}: ${what}`);
    findings.push(...heard.map((what) => ({ path: visit.path, width: visit.width, scheme: visit.scheme, what })));
  }
  await browser.close();
  await server?.close();
  if (options.json) writeFileSync(options.json, JSON.stringify({ visits: wanted.length, findings }, null, 2));
  console.log(`looked ${wanted.length} times, found ${findings.length}`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}

await main();
