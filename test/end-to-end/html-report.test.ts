import { readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeHtml } from '../../src/report/html/write-html.ts';
import { type ScanReport } from '../../src/model/report.ts';
import { makeHostileReport } from '../support/hostile-report.ts';
import { makeSampleReport } from '../support/sample-report.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const browser = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => spawnSync(name, ['--version']).status === 0);
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

function write(report: ScanReport): string {
  const judged = { report, decision: { verdict: 'not-asked', statements: [], exitCode: 0 } } as const;
  return [...writeHtml([judged], { width: 80, useColor: false, isVerbose: false, toolVersion: '1' })].join('');
}

/** The document after its scripts ran. */
function open(html: string, ...flags: readonly string[]): string {
  using folder = temporaryFolder();
  const file = join(folder.path, 'report.html');
  writeFileSync(file, html);
  const profile = `--user-data-dir=${join(folder.path, 'profile')}`;
  const common = ['--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=60000', profile, ...flags];
  const { stdout } = spawnSync(browser ?? '', [...common, '--dump-dom', `file://${file}`], { maxBuffer: 2 ** 28 });
  return stdout.toString('utf8');
}

/** Runs a script in the page, which its own policy would not allow, and returns what it puts into the title. */
function runInside(html: string, script: string, ...flags: readonly string[]): unknown {
  const unguarded = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
  const page = open(
    unguarded.replace('</body>', () => `<script>${script}</script></body>`),
    ...flags,
  );
  const [, title = ''] = /<title>(.*?)<\/title>/s.exec(page) ?? [];
  return JSON.parse(title.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
}

const check = `${readFileSync(axe, 'utf8')};
axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => {
  document.title = JSON.stringify(violations.map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 200)));
});`;

describe.skipIf(browser === undefined)('the HTML report in a browser (skipped without Chromium)', () => {
  it('runs its own script under its own policy', () => {
    const page = open(write(makeSampleReport()));
    expect(page).toMatch(/<span role="status">\d+ findings<\/span>/);
  });

  it.each([
    ['light', []],
    ['dark', ['--blink-settings=preferredColorScheme=0']],
  ])('has nothing that axe finds wrong, in %s colours', (_, flags) => {
    expect(runInside(write(makeSampleReport()), check, ...flags)).toEqual([]);
  });

  it('makes no element and runs nothing of hostile names', () => {
    const html = write(makeHostileReport());
    const count =
      'document.title = JSON.stringify([document.querySelectorAll("img, svg, iframe, object").length, document.scripts.length])';
    expect(runInside(html, `window.alert = () => { throw new Error() }; ${count}`)).toEqual([0, 2]);
  });

  it('filters and sorts', () => {
    const script = `
      const input = document.querySelector('input'), rows = () => [...document.querySelectorAll('tr[data-severity]')].filter((row) => !row.hidden);
      const sort = document.querySelectorAll('table.findings th button')[2];
      sort.click();
      const first = rows()[0].cells[2].textContent;
      sort.click();
      const last = rows()[0].cells[2].textContent;
      const select = document.querySelector('select');
      select.value = 'critical';
      select.dispatchEvent(new Event('change'));
      const critical = rows().every((row) => row.dataset.severity === 'critical');
      input.value = 'LODASH';
      select.value = '';
      input.dispatchEvent(new Event('input'));
      setTimeout(() => {
        document.title = JSON.stringify({ first: first.startsWith('curl'), last: last.startsWith('zlib1g'), critical, lodash: rows().every((row) => row.textContent.includes('lodash')), some: rows().length > 0 });
      }, 500);`;
    expect(runInside(write(makeSampleReport()), script)).toEqual({ first: true, last: true, critical: true, lodash: true, some: true });
  });

  it('shows everything without scripts', () => {
    const page = open(write(makeSampleReport()).replace(/<script>.*<\/script>/s, ''));
    expect(page).toContain('CVE-2023-38545');
    expect(page).not.toMatch(/<tr[^>]* hidden/);
  });
});
