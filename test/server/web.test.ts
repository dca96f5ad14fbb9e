import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../support/docker-registry.ts';
import { buildImage } from '../support/image-builder.ts';
import { ensureBuilt } from '../support/run-pratique.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { findChromium } from './support/find-chromium.ts';
import { buildNpmDatabase, npmPackage, pushImages } from './support/npm-image.ts';
import { startServer, type TestServer } from './support/running-server.ts';

const executablePath = findChromium();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What a hostile image says of how it was made. */
const hostile = '<img src=x onerror=document.title=1>';

describe.skipIf(executablePath === undefined || !hasDockerRegistry)('the pages in Chromium', () => {
  const folder = temporaryFolder();
  let registry: DockerRegistry;
  let server: TestServer;
  let browser: Browser;
  let digest: string;

  beforeAll(async () => {
    ensureBuilt();
    const database = join(folder.path, 'db');
    await buildNpmDatabase(database, [
      { id: 'GHSA-1', name: 'left', fixed: '2.0.0' },
      { id: 'GHSA-2', name: 'right', fixed: '3.0.0', severity: 'LOW' },
    ]);
    registry = await startDockerRegistry();
    const image = buildImage({
      layers: [
        { files: npmPackage('left', '1.0.0'), createdBy: hostile },
        { files: npmPackage('right', '1.0.0', 'other'), createdBy: 'COPY other /other' },
      ],
      config: { User: 'app' },
    });
    digest = image.manifestDigest;
    await pushImages(registry, 'team/app:1', image);
    server = await startServer({ database: { folder: join(folder.path, 'data') }, scan: { database } });
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  /** A window in which somebody signed in; `problems` has every error of scripts and every refusal of the security policy. */
  async function open(
    path: string,
    options: { width?: number; colorScheme?: 'light' | 'dark' } = {},
  ): Promise<{ page: Page; problems: string[] }> {
    const context = await browser.newContext({
      viewport: { width: options.width ?? 1280, height: 900 },
      colorScheme: options.colorScheme ?? 'light',
    });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => (message.type() === 'error' ? problems.push(message.text()) : undefined));
    await page.goto(`${server.url}/`);
    await page.evaluate(`sessionStorage.setItem('pratique.token', ${JSON.stringify(server.token)})`);
    await page.goto(`${server.url}${path}`, { waitUntil: 'networkidle' });
    return { page, problems };
  }

  it('refuse a wrong token, and take the right one', async () => {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.getByLabel('API token').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('not valid');
    await page.getByLabel('API token').fill(server.token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    expect(await page.getByText('No image has been scanned yet.').count()).toBe(1);
    await page.close();
  });

  it('scan an image of a registry, and show its verdict, its findings and who else is affected', async () => {
    const { page, problems } = await open('/');
    await page.getByLabel('Image', { exact: true }).fill(`${registry.host}/team/app:1`);
    await page.getByRole('button', { name: 'Scan' }).click();
    await page.getByRole('link', { name: 'upgrade left to 2.0.0' }).waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Images' }).click();
    await page.getByRole('link', { name: `${registry.host}/team/app:1` }).click();
    await page.getByText('findings', { exact: false }).first().waitFor();
    expect(new URL(page.url()).pathname).toBe(`/images/${digest}`);
    expect(await page.getByText('✗ fails').count()).toBe(1);
    const rows = page.getByRole('listitem').filter({ hasText: 'CVE-' });
    expect(await rows.first().innerText()).toMatch(/^critical\nCVE-2026-10001\nleft 1\.0\.0\n→ 2\.0\.0/);
    await page.getByLabel('Severity').selectOption('low');
    await rows.filter({ hasText: 'CVE-2026-10002' }).waitFor();
    expect([new URL(page.url()).search, await rows.count()]).toEqual(['?severity=low', 1]);
    await rows.first().getByRole('link').click();
    await page.getByText('1 image affected now').waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('show as text what an image says to be taken for a script', async () => {
    const { page, problems } = await open(`/images/${digest}?tab=layers`);
    await page.getByText(hostile).waitFor();
    expect([await page.title(), await page.locator('main img').count(), problems]).toEqual(['Pratique', 0, []]);
    await page.context().close();
  });

  const pages = (): readonly string[] => [
    '/',
    '/images',
    '/images?name=nothing',
    `/images/${digest}`,
    `/images/${digest}?tab=layers`,
    `/images/${digest}?tab=issues`,
    `/images/${digest}?tab=history`,
    `/images/sha256:${'0'.repeat(64)}`,
    '/vulnerabilities/CVE-2026-10001',
    '/packages?ecosystem=npm&name=left',
    '/jobs',
    '/advisories',
  ];

  it.each(['light', 'dark'] as const)('have nothing that axe finds wrong, and fit on 360 pixels, in %s colours', async (colorScheme) => {
    for (const path of pages()) {
      const { page } = await open(path, { width: 360, colorScheme });
      // The security policy of the pages lets no other script in; this one comes from outside of them.
      const violations = await page.evaluate(
        `${axe}; axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
      );
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect({ path, violations, overflow }).toEqual({ path, violations: [], overflow: 0 });
      await page.context().close();
    }
  });
});
