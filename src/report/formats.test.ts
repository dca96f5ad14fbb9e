import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { hostileTexts, makeHostileReport } from '../../test/support/hostile-report.ts';
import { checkOfficialSchema } from '../../test/support/official-schema.ts';
import { makeCleanReport, makeSampleReport } from '../../test/support/sample-report.ts';
import { flagPolicy } from '../policy/flag-policy.ts';
import { type ScanReport } from '../model/report.ts';
import { parseXml } from '../lib/xml/parse-xml.ts';
import { type FailedTarget, type JudgedReport, type ReporterOptions } from './reporter.ts';
import { findReporter, findReporterOfFile, reporters } from './reporters.ts';
import { parseTemplate } from './template/parse-template.ts';
import { gitlabImage } from './gitlab/image-name.ts';

const options: ReporterOptions = {
  width: 80,
  useColor: false,
  isVerbose: false,
  toolVersion: '1.2.3',
  template: parseTemplate('{{ range . }}{{ .Target }}{{ end }}', 't'),
};
const failure: FailedTarget = {
  name: 'missing\u001b[31m.tar',
  reportsBefore: 0,
  code: 'TARGET_NOT_FOUND',
  message: 'no such file <b>',
  hint: 'check the path',
};
const hostile = makeHostileReport();
const sample = makeSampleReport();
const gate = flagPolicy({ severities: ['critical'], exitCode: 1, ignoreUnfixed: false, allowIncomplete: false });

function judge(report: ScanReport, isGated = false): JudgedReport {
  return { report, decision: isGated ? gate.decide(report) : { verdict: 'not-asked', statements: [], exitCode: 0 } };
}

async function write(format: string, reports: readonly JudgedReport[], changed: Partial<ReporterOptions> = {}): Promise<string> {
  const reporter = findReporter(format);
  if (reporter === undefined) throw new Error(`no ${format}`);
  return [...(await reporter.load())(reports, { ...options, ...changed })].join('');
}

/** C0 but tab and line breaks, DEL, C1, and what reorders text. */
const acting = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

describe('every format', () => {
  const formats = reporters.map(({ format }) => format);

  it.each(['table', 'html', 'markdown', 'csv', 'junit', 'github-annotations', 'cef'])('%s has no character that acts on its reader', async (format) => {
    const text = await write(format, [judge(hostile, true)], { failures: [failure], useColor: false });
    expect(acting.exec(text)).toBeNull();
    expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
  });

  it.each(['ocsf', 'ecs'])('%s has one JSON object a line, whatever names say', async (format) => {
    const lines = (await write(format, [judge(hostile, true)], {})).split('\n').slice(0, -1);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.map((line) => typeof JSON.parse(line))).toEqual(lines.map(() => 'object'));
  });

  it.each(formats.filter((format) => /[/+]json$/.test(findReporter(format)?.mediaType ?? '')))('%s is JSON, whatever names say', async (format) => {
    const text = await write(format, [judge(hostile, true)]);
    expect(() => JSON.parse(text) as unknown).not.toThrow();
    expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
  });

  it.each(formats)('%s is the same for the same report', async (format) => {
    expect(await write(format, [judge(sample)])).toBe(await write(format, [judge(sample)]));
  });

  it.each(reporters.flatMap(({ format, aliases = [] }) => aliases.map((alias) => [alias, format])))('%s is a name of %s', (alias, format) => {
    expect(findReporter(alias)?.format).toBe(format);
  });

  it.each([
    ['r.html', 'html'],
    ['out/R.MD', 'markdown'],
    ['x.junit.xml', 'junit'],
    ['x.cdx.xml', 'cyclonedx-xml'],
    ['bom.json', 'cyclonedx'],
    ['mybom.json', 'json'],
    ['r.sarif', 'sarif'],
    ['a.spdx.json', 'spdx-json'],
    ['r.log', undefined],
  ])('%s asks for %s', (file, format) => {
    expect(findReporterOfFile(file)?.format).toBe(format);
  });
}); // prettier-ignore

describe('CSV', () => {
  it('has a cell for every column in every line, and no cell that is a formula', async () => {
    const lines = parseCsv(await write('csv', [judge(hostile)]));
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines).toHaveLength(1 + hostile.findings.length);
    expect(lines.flat().filter((cell) => /^\s*[=+\-@]/.test(cell))).toEqual([]);
  });

  it('says what has no place in it', async () => {
    const notes: string[] = [];
    await write('csv', [judge(sample)], { note: (line) => notes.push(line), failures: [failure] });
    expect(notes).toEqual(['CSV lists findings only; not in it: 4 parts or targets that could not be scanned']);
  });
});

/** RFC 4180, by its grammar. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const lines = text.split('\r\n').slice(0, -1);
  const cells = lines.map((line) => [...`${line},`.matchAll(/("(?:[^"]|"")*"|[^,"]*),/g)].map(([, cell = '']) => cell));
  return cells.map((line) => line.map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)));
}

describe('JUnit', () => {
  const schema = fileURLToPath(new URL('../../test/support/schemas/junit.xsd', import.meta.url));
  const hasXmllint = spawnSync('xmllint', ['--version']).error === undefined;

  it.skipIf(!hasXmllint).each([
    ['hostile names', [judge(hostile)]],
    ['a gate', [judge(sample, true)]],
    ['nothing found', [judge(makeCleanReport())]],
    ['several', [judge(sample), judge(hostile, true)]],
  ])('is valid: %s (skipped without xmllint)', async (_, reports) => {
    const text = (await write('junit', reports, { failures: [failure] })).replace(/ skipped="\d+"/g, '');
    expect(execFileSync('xmllint', ['--noout', '--schema', schema, '-'], { input: text, stdio: ['pipe', 'pipe', 'pipe'] }).toString()).toBe('');
  }); // prettier-ignore

  it('counts what it has', async () => {
    const text = await write('junit', [judge(sample, true)]);
    const count = (pattern: RegExp) => [...text.matchAll(pattern)].length;
    const [, tests, failures, errors, skipped] = /tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)"/.exec(text) ?? [];
    expect([tests, failures, errors, skipped].map(Number)).toEqual([count(/<testcase/g), count(/<failure/g), count(/<error /g), count(/<skipped/g)]);
    expect(Number(failures)).toBeGreaterThan(0);
    expect(Number(skipped)).toBeGreaterThan(0);
  }); // prettier-ignore

  it('gives back a title as it was, but for what XML has no characters for', async () => {
    const text = await write('junit', [judge(hostile)]);
    const [suite] = parseXml(text, { maxDepth: 8, maxElements: 1_000 }).children;
    const messages = suite?.children.flatMap(({ children }) => children.map(({ attributes }) => attributes.get('message')));
    expect(messages).toContain('high: ]]></failure><failure>');
    expect(messages).toContain('high: "><svg onload=alert(1)>');
  });
});

describe('GitLab', () => {
  it.each(['gitlab', 'gitlab-dependency-scanning'])('%s is valid, and no value is an empty address', async (format) => {
    for (const report of [sample, hostile, makeCleanReport()]) {
      const text = await write(format, [judge(report)], { failures: [failure] });
      expect(checkOfficialSchema(JSON.parse(text), 'gitlab-container-scanning')).toEqual([]);
      expect(text).not.toContain('"url":""');
    }
  });

  it('has each finding once under an id of its own, without what is not applicable', async () => {
    const { vulnerabilities } = JSON.parse(await write('gitlab', [judge(sample)])) as { readonly vulnerabilities: readonly { readonly id: string }[] };
    expect(vulnerabilities).toHaveLength(sample.findings.filter(({ lane }) => lane !== 'not-applicable').length);
    expect(new Set(vulnerabilities.map(({ id }) => id)).size).toBe(vulnerabilities.length);
  }); // prettier-ignore

  it.each([
    ['alpine', 'alpine:latest'],
    ['alpine:3.20', 'alpine:3.20'],
    ['host:5000/app:1', 'host:5000/app:1'],
    ['host:5000/app', 'host:5000/app:latest'],
    ['ghcr.io/a/b@sha256:0123', 'ghcr.io/a/b@sha256:0123'],
    ['image.tar', 'image.tar:latest'],
    ['oci-dir:build/image', 'build/image:latest'],
    ['a:b:c:d', 'a-b-c-d:latest'],
    ['', 'image:latest'],
  ])('names the image %j as %j', (name, expected) => {
    expect(gitlabImage(name)).toBe(expected);
  });

  it('code quality has unique fingerprints and positive lines', async () => {
    const entries = JSON.parse(await write('gitlab-codequality', [judge(hostile), judge(hostile)])) as readonly { readonly fingerprint: string; readonly location: { readonly lines: { readonly begin: number } } }[];
    expect(new Set(entries.map(({ fingerprint }) => fingerprint)).size).toBe(entries.length);
    expect(entries.filter(({ location }) => location.lines.begin < 1)).toEqual([]);
    expect(JSON.parse(await write('gitlab-codequality', [judge(makeCleanReport())]))).toEqual([]);
  }); // prettier-ignore
});

describe('GitHub annotations', () => {
  it('are one command a line, ten of each level at most, and no name begins another', async () => {
    const text = await write('github-annotations', [judge(hostile), judge(sample)], { failures: [failure] });
    const lines = text.split('\n').filter((line) => line !== '');
    expect(lines.filter((line) => !/^(::(error|warning|notice) [^:]*::|\d+ (part|finding)s? )/.test(line))).toEqual([]);
    for (const level of ['error', 'warning', 'notice']) expect(lines.filter((line) => line.startsWith(`::${level} title=`) && !line.includes('Not scanned')).length).toBeLessThanOrEqual(10);
  }); // prettier-ignore

  it('name the file and line', async () => {
    const text = await write('github-annotations', [judge(sample)], { locate: () => ({ path: 'a,b:c%.txt', line: 3, endLine: 4 }) });
    expect(text.split('\n')[0]).toMatch(/^::error file=a%2Cb%3Ac%25\.txt,line=3,endLine=4,title=high%3A /);
  });
});

describe('Markdown', () => {
  it('fits a comment, and has nothing of what names say', async () => {
    const text = await write('markdown', [judge(hostile, true), judge(sample), judge(hostile)], { failures: [failure] });
    expect(text.length).toBeLessThan(65_536);
    const html = marked.parse(text, { async: false, gfm: true });
    const tags = new Set([...html.matchAll(/<\/?([a-z!-][a-z0-9!-]*)/gi)].map(([, name]) => name));
    expect([...tags].sort()).toEqual(['!--', 'a', 'code', 'details', 'h2', 'h3', 'li', 'p', 'strong', 'summary', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul']);
    expect([...html.matchAll(/href="([^"]*)"/g)].filter(([, url = '']) => !url.startsWith('https://'))).toEqual([]);
  }); // prettier-ignore

  it('golden file', async () => {
    await expect(await write('markdown', [judge(sample, true)])).toMatchFileSnapshot('testdata/sample.md');
  });
});

describe('cosign-vuln', () => {
  it('is the report of one image with who scanned it and when', async () => {
    const predicate = JSON.parse(await write('cosign-vuln', [judge(sample)])) as Readonly<Record<string, unknown>>;
    expect(Object.keys(predicate)).toEqual(['invocation', 'scanner', 'metadata']);
    expect(predicate['metadata']).toEqual({ scanStartedOn: '2026-03-01T12:00:00.000Z', scanFinishedOn: '2026-03-01T12:00:00.812Z' });
    await expect(write('cosign-vuln', [judge(sample), judge(sample)])).rejects.toThrow(
      'cosign-vuln describes one image, and 2 were scanned',
    );
  });
});

describe('HTML', () => {
  it('has no element, attribute or address that a name brings', async () => {
    const text = await write('html', [judge(hostile, true)], { failures: [failure] });
    const page = text.replace(/<style>.*?<\/style>/s, '').replace(/<script>.*?<\/script>/s, '');
    expect(page).not.toMatch(/<(img|svg|script)/i);
    expect(page).not.toMatch(/javascript:/i.test(page) ? /(href|src)="javascript:/i : /^$/);
    expect(
      [...page.matchAll(/ (on[a-z]+|src|style)=/gi)].filter(([hit]) => !hostileTexts.some((each) => each.includes(hit.trim()))),
    ).toEqual([]);
    expect([...page.matchAll(/href="([^"]*)"/g)].filter(([, url = '']) => !/^https?:\/\//.test(url))).toEqual([]);
  });
});
