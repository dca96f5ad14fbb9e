import { describe, expect, it } from 'vitest';
import { makeHostileReport } from '../../../test/support/hostile-report.ts';
import { makeSampleReport } from '../../../test/support/sample-report.ts';
import { parseXml } from '../../lib/xml/parse-xml.ts';
import { countFindings } from '../../model/count-findings.ts';
import { type ScanReport } from '../../model/report.ts';
import { parseTemplate } from './parse-template.ts';
import { writeTemplate } from './write-template.ts';

const sample = makeSampleReport();
/** Trivy lists a flaw for every copy of a package. */
const { occurrences } = countFindings(sample.findings);

function run(text: string, report: ScanReport = sample): string {
  const judged = { report, decision: { verdict: 'not-asked', statements: [], exitCode: 0 } } as const;
  const variables = new Map([['AWS_REGION', 'eu-west-1']]);
  const options = { width: 80, useColor: false, isVerbose: false, toolVersion: '1.2.3', template: parseTemplate(text, 't.tpl'), variables };
  return [...writeTemplate([judged], options)].join('');
}

describe('templates', () => {
  it.each([
    ['{{ len . }}', '3'],
    ['a {{- /* comment */ -}} b', 'ab'],
    ['{{ $n := 0 }}{{ range . }}{{ range .Vulnerabilities }}{{ $n = add $n 1 }}{{ end }}{{ end }}{{ $n }}', String(occurrences)],
    ['{{ range $i, $r := . }}{{ if eq $i 0 }}{{ $r.Class }}{{ end }}{{ end }}', 'os-pkgs'],
    ['{{ if and true (eq 1 1) }}yes{{ else if false }}no{{ else }}never{{ end }}', 'yes'],
    ['{{ with (index . 0) }}{{ .Type }}{{ end }}', 'debian'],
    ['{{ (index (index . 0).Vulnerabilities 0).VulnerabilityID | printf "%q" }}', '"CVE-2024-45491"'],
    ['{{ range . }}{{ range .Vulnerabilities }}{{ if eq .VulnerabilityID "CVE-2021-23337" }}{{ (index .CVSS "nvd").V3Vector }}{{ end }}{{ end }}{{ end }}', 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H'.repeat(3)],
    ['{{ (index .Nothing "nvd").V3Score }}', ''],
    ['{{ "https://a" | regexMatch "^(https?|ftp)://.+" }}', 'true'],
    ['{{ list "a" "b" | join "-" | sha1sum }}', '34fafddda8f42376094beb762e514a67b6f019e7'],
    ['{{ abbrev 8 "abcdefghijkl" }} {{ "x y" | regexFind "[^\\\\s]+" }} {{ `raw "` | escapeXML }}', 'abcde... x raw &quot;'],
    ['{{ getEnv "AWS_REGION" }}{{ env "HOME" }}', 'eu-west-1'],
    ['{{ now | date "2006-01-02T15:04:05.999Z07:00 Jan" }} {{ substr 1 3 "abcd" }}', '2026-03-01T12:00:00.000Z Mar bc'],
    ['{{ if not (eq .x "") }}a{{ end }}{{ if gt (len "abc") 2 }}b{{ end }}', 'ab'],
    ['{{ range .Missing }}a{{ else }}none{{ end }}', 'none'],
  ])('%s', (text, expected) => {
    expect(run(text)).toBe(expected);
  }); // prettier-ignore

  it.each([
    ['a\nb\n{{ className "x" }}', 't.tpl, line 3: function "className" is not defined'],
    ['{{ genPrivateKey "rsa" }}', 't.tpl, line 1: function "genPrivateKey" is not supported here'],
    ['{{ define "x" }}{{ end }}', 't.tpl, line 1: "define" is not supported here'],
    ['\n{{ range . }}', 't.tpl, line 2: "range" has no end'],
    ['{{ end }}', 't.tpl, line 1: unexpected end'],
    ['{{ .a', 't.tpl, line 1: an action is not closed by }}'],
    ['{{ (eq 1 }}', 't.tpl, line 1: a parenthesis is not closed'],
    ['{{ }}', 't.tpl, line 1: a value is missing'],
    ['{{ # }}', 't.tpl, line 1: unexpected "# "'],
    ['<!DOCTYPE html><p>', 't.tpl, line 1: has no action ({{ }}): this looks like a web page'],
    ['{{ if true }}'.repeat(60), 't.tpl, line 1: blocks are nested more than 50 deep'],
    [`{{ ${'('.repeat(60)} }}`, 't.tpl, line 1: expressions are nested more than 50 deep'],
  ])('refuses %j', (text, message) => {
    expect(() => parseTemplate(text, 't.tpl')).toThrow(expect.objectContaining({ code: 'USAGE', message }) as Error);
  });

  it('refuses patterns that could take long', () => {
    expect(() => run('{{ regexFind "(a+)+$" "aaaa" }}')).toThrow('is not supported here');
  });

  it('does not run templates that names bring, and reaches no prototype', () => {
    const text = run('{{ range . }}{{ range .Vulnerabilities }}{{ .PkgName }}{{ end }}{{ end }}', makeHostileReport());
    expect(text).toContain('{{ .Target }}');
    expect(run('{{ .constructor }}{{ (index . 0).__proto__ }}{{ .length }}')).toBe('');
  });

  it('writes XML by escapeXML, whatever names say', () => {
    const text =
      '<r>{{ range . }}{{ range .Vulnerabilities }}<f n="{{ escapeXML .PkgName }}">{{ escapeXML .Title }}</f>{{ end }}{{ end }}</r>';
    expect(parseXml(run(text, makeHostileReport()), { maxDepth: 3, maxElements: 100 }).children.length).toBeGreaterThan(10);
  });
});
