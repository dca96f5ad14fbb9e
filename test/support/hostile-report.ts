import { type RuleFinding, type VulnerabilityFinding } from '../../src/model/finding.ts';
import { type ScanReport } from '../../src/model/report.ts';
import { makePackage, matchSituation } from './match-fixtures.ts';
import { makeSampleReport } from './sample-report.ts';

/** Texts that act on something: terminals, spreadsheets, browsers, Markdown, XML, workflow commands, templates. */
export const hostileTexts: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '"><svg onload=alert(1)>',
  '=cmd|\'/c calc\'!A1',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  'a,b;"c"\r\nd',
  ']]></failure><failure>',
  '\u0007\u0000\u001b[31mred\u001b]8;;https://x.example\u0007',
  '\u202egnp.exe',
  '::error::x\n::set-output name=a::b',
  '%0A::error::x',
  '[click](javascript:alert(1))',
  '| a | b |',
  '`code` **bold** ~~x~~ # head',
  '@everyone <!channel>',
  '{{ .Target }} ${jndi:ldap://x}',
  '\ud800 lone',
  '-->',
  'x'.repeat(10_000),
]; // prettier-ignore

/** A report with every hostile text wherever a text from outside may be: names, versions, paths, titles, descriptions, ids, issues, the target. */
export function makeHostileReport(): ScanReport {
  const sample = makeSampleReport();
  const base = matchSituation({ packages: [makePackage('npm/a 1.0.0')], facts: [{ on: 'npm/a', id: 'CVE-2024-0001', rated: ['ghsa:high'] }] });
  const [model] = base.findings;
  if (model === undefined) throw new Error('nothing matched');
  const packages = hostileTexts.map((text, at) => ({ ...makePackage('npm/a 1.0.0'), id: `p${at}`, name: text, version: text, purl: `pkg:npm/${encodeURIComponent(text.replace(/\p{Cs}/gu, ''))}@1`, locations: [{ path: `app/${text}`, layerIndex: 2 }], layerIndex: 2 }));
  const vulnerabilities = hostileTexts.map((text, at): VulnerabilityFinding => ({
    ...model,
    id: at % 2 === 0 ? text : `CVE-2024-${1000 + at}`,
    aliases: [text],
    fingerprint: `v${at}`,
    packageId: `p${at}`,
    otherPackageIds: [],
    locations: [{ path: `app/${text}`, layerIndex: 2 }],
    advisory: { ...model.advisory, id: text, title: text, description: `${text}\n\n${text}`, references: ['javascript:alert(1)', '', `https://a.example/${at}?<>"'`, text] },
    fixState: 'fixed',
    fixedVersion: text,
    upgradeTo: text,
  }));
  const rules = hostileTexts.map((text, at): RuleFinding => ({
    kind: at % 2 === 0 ? 'secret' : 'misconfiguration',
    ruleId: text,
    aliases: [text],
    title: text,
    message: text,
    remediation: text,
    references: [text],
    fingerprint: `r${at}`,
    severity: 'medium',
    lane: 'fix-now',
    locations: [{ path: text, layerIndex: 2, line: 3 }],
    excerpt: text,
    ...(at === 1 ? { suppression: { reason: text, origin: text } } : {}),
  }));
  return {
    ...sample,
    target: { ...sample.target, name: hostileTexts.slice(0, 20).join(' '), layers: sample.target.layers.map((layer) => ({ ...layer, createdBy: `RUN ${hostileTexts.slice(0, 20).join(' ')}` })) },
    packages,
    findings: [...vulnerabilities, ...rules],
    plan: vulnerabilities.map(({ id, packageId }, at) => ({ kind: 'upgrade-package', text: `upgrade ${hostileTexts[at] ?? ''}`, findings: [{ id, packageId }] })),
    issues: hostileTexts.map((text) => ({ code: 'LOCKFILE_UNREADABLE', severity: 'error', message: text, origin: text, path: text })),
    completeness: 'partial',
  };
} // prettier-ignore
