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
  let other: string;

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
    const before = buildImage({ layers: [{ files: npmPackage('left', '2.0.0'), createdBy: 'COPY app /app' }], config: { User: 'app' } });
    other = before.manifestDigest;
    await pushImages(registry, 'team/app:0', before);
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
    await context.addInitScript(`sessionStorage.setItem('pratique.token', ${JSON.stringify(server.token)})`);
    await page.goto(`${server.url}${path}`, { waitUntil: 'networkidle' });
    return { page, problems };
  }

  it('refuse a wrong token, and take the right one', async () => {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.getByLabel('API token').fill('wrong');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('not valid');
    await page.getByLabel('API token').fill(server.token);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
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

  it('compare two images', async () => {
    await server.ended((await server.ask('POST', '/api/v1/images', { reference: `${registry.host}/team/app:0` })).body.job);
    const { page, problems } = await open(`/images/${digest}`);
    await page.getByRole('link', { name: 'Compare with another image' }).click();
    await page.getByRole('group', { name: 'From' }).getByLabel('Image').selectOption(other);
    await page.getByText('2 findings more, 0 fewer, 3 in both.').waitFor();
    const rows = page.getByRole('row').filter({ hasText: 'CVE-' });
    expect(await rows.first().innerText()).toMatch(/^CVE-2026-10001\s+left is wrong\s+\+ introduced\s+critical\s+left 1\.0\.0\s+2\.0\.0/);
    await page.getByRole('button', { name: 'Swap' }).click();
    await page.getByText('0 findings more, 2 fewer, 3 in both.').waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('let an administrator make an account, which signs in by name, and whose pages end with it', async () => {
    const { page, problems } = await open('/settings/people');
    const accounts = page.getByRole('region', { name: 'Accounts' });
    await accounts.getByLabel('Name').fill('ada');
    await accounts.getByLabel('Password').fill('correct horse battery');
    await accounts.getByRole('button', { name: 'Make an account' }).click();
    await page.getByText('ada can sign in.').waitFor();
    const person = await (await browser.newContext()).newPage();
    await person.goto(server.url);
    await person.getByRole('button', { name: 'Sign in with a name and a password' }).click();
    await person.getByLabel('Name').fill('ada');
    await person.getByLabel('Password').fill('wrong horse battery');
    await person.getByRole('button', { name: 'Sign in', exact: true }).click();
    await person.getByText('the name or the password is not right').waitFor();
    await person.getByLabel('Password').fill('correct horse battery');
    await person.getByRole('button', { name: 'Sign in', exact: true }).click();
    await person.getByRole('heading', { name: 'Today' }).waitFor();
    await person.getByRole('link', { name: 'Settings' }).click();
    await person.getByText('An image fails with a finding that is critical or high').waitFor();
    expect(await person.getByRole('link', { name: 'People' }).count()).toBe(0);
    await person.reload();
    await person.getByRole('heading', { name: 'Settings' }).waitFor();
    await accounts.getByRole('button', { name: 'Disable ada' }).click();
    await accounts.getByRole('group', { name: 'Disable ada' }).getByRole('button', { name: 'Disable' }).click();
    await accounts.getByRole('button', { name: 'Enable ada' }).waitFor();
    await person.reload();
    await person.getByText('You were signed out.').waitFor();
    await page.goto(`${server.url}/settings/audit`);
    await page.getByText('account.change').waitFor();
    expect(problems).toEqual([]);
    await person.context().close();
    await page.context().close();
  });

  it('change the policy of a project, and show a token once', async () => {
    const { page, problems } = await open('/settings');
    await page.getByLabel('medium').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The images are judged again.').waitFor();
    expect((await server.ask('GET', '/api/v1/projects/default/policy')).body.severities).toEqual(['critical', 'high', 'medium']);
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByLabel('What it is for').fill('pipeline');
    await page.getByRole('button', { name: 'Make a token' }).click();
    const token = await page.getByRole('status').locator('code').innerText();
    expect((await server.ask('GET', '/api/v1/images', undefined, { token })).status).toBe(200);
    await page.getByRole('button', { name: 'Revoke pipeline' }).click();
    await page.getByRole('group', { name: 'Revoke pipeline' }).getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('button', { name: 'Revoke pipeline' }).waitFor({ state: 'detached' });
    expect((await server.ask('GET', '/api/v1/images', undefined, { token })).status).toBe(401);
    expect(problems).toEqual([]);
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
    '/bases',
    '/compare',
    `/compare?from=${other}&to=${digest}`,
    '/settings',
    '/settings/repositories',
    '/settings/registries',
    '/settings/notifications',
    '/settings/people',
    '/settings/audit',
  ];

  it.each(['light', 'dark'] as const)('have nothing that axe finds wrong, and fit on 360 pixels, in %s colours', async (colorScheme) => {
    const { page } = await open('/', { width: 360, colorScheme });
    for (const path of pages()) {
      await page.goto(`${server.url}${path}`, { waitUntil: 'networkidle' });
      // The security policy of the pages lets no other script in; this one comes from outside of them.
      const violations = await page.evaluate(
        `${axe}; axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
      );
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect({ path, violations, overflow }).toEqual({ path, violations: [], overflow: 0 });
    }
    await page.context().close();
  });
});
