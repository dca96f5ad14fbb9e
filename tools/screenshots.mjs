/**
 * Shows every page of a running server at three widths in two themes, for people to look at. Needs Chromium.
 *
 *     node tools/screenshots.mjs http://127.0.0.1:8080 TOKEN FOLDER
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [url, token, folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: node tools/screenshots.mjs URL TOKEN FOLDER\n');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const images = await ask('/images?limit=2');
const digest = images.items[0]?.digest;
const { news } = await ask('/overview');
const pages = [
  ['today', '/'],
  ['images', '/images'],
  ['images-none', '/images?name=nothing'],
  ...(digest === undefined
    ? []
    : [
        ['image', `/images/${digest}`],
        ['layers', `/images/${digest}?tab=layers`],
        ['issues', `/images/${digest}?tab=issues`],
        ['history', `/images/${digest}?tab=history`],
      ]),
  ['image-error', `/images/sha256:${'0'.repeat(64)}`],
  ...(news[0] === undefined ? [] : [['vulnerability', `/vulnerabilities/${news[0].id}`]]),
  ['bases', '/bases'],
  ['compare', '/compare'],
  ...(images.items[1] === undefined ? [] : [['compared', `/compare?from=${images.items[1].digest}&to=${digest}`]]),
  ['packages', '/packages'],
  ['jobs', '/jobs'],
  ['advisories', '/advisories'],
  ...['', '/repositories', '/registries', '/notifications', '/people', '/audit'].map((tab) => [
    `settings${tab.replace('/', '-')}`,
    `/settings${tab}`,
  ]),
];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const colorScheme of ['light', 'dark'])
  for (const width of [360, 768, 1440]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    await page.goto(url);
    await page.screenshot({ path: join(folder, `sign-in-${width}-${colorScheme}.png`) });
    await page.evaluate(`sessionStorage.setItem('pratique.token', ${JSON.stringify(token)})`);
    for (const [name, path] of pages) {
      await page.goto(`${url}${path}`, { waitUntil: 'networkidle' });
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
      const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      if (isWide) process.stdout.write(`${name} at ${width} is wider than the window\n`);
    }
    await context.close();
  }
await browser.close();

async function ask(path) {
  const response = await globalThis.fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}
