import { describe, expect, it } from 'vitest';
import { makeCleanReport, makeSampleReport } from '../../../test/support/sample-report.ts';
import { type ImageConfig } from '../../model/image.ts';
import { type ImageFacts } from '../../model/image-facts.ts';
import { type ScanReport } from '../../model/report.ts';
import { flagPolicy } from '../flag-policy.ts';
import { judgeAnchoreBundle } from './judge-anchore-bundle.ts';
import { readAnchoreBundle } from './read-anchore-bundle.ts';
import { withAnchoreBundles } from './with-anchore-bundles.ts';

const now = new Date('2026-03-02T00:00:00Z');
const everything = { registry: '*', repository: '*', image: { type: 'tag', value: '*' } };
const config: ImageConfig = {
  user: '0:0',
  env: [],
  entrypoint: [],
  cmd: [],
  exposedPorts: ['22/tcp', '8080/tcp'],
  volumes: [],
  labels: new Map(),
  hasHealthcheck: false,
  history: [{ createdBy: '/bin/sh -c #(nop) ADD file:ac82f854 in / ', isEmptyLayer: false }, { createdBy: 'RUN /bin/sh -c apt-get update # buildkit', isEmptyLayer: false }],
  diffIds: [],
}; // prettier-ignore
const entry = (path: string, mode: number) => ({ path, mode, type: 'file' as const, size: 1, userId: 0, groupId: 0 });
const imageFacts: ImageFacts = {
  config,
  files: { entries: [entry('etc/passwd', 0o644), entry('usr/bin/su', 0o4755), entry('app/key.pem', 0o600)], passwd: 'root:x:0:0:root:/root:/bin/bash\nftp:x:14:50::/:/sbin/nologin\n' },
}; // prettier-ignore
const sample: ScanReport = { ...makeSampleReport(), imageFacts, scannedFor: ['vulnerability', 'secret'] };

type Params = Readonly<Record<string, string>>;
type RuleSketch = readonly [gate: string, trigger: string, params?: Params, action?: string];

function rule([gate, trigger, params = {}, action = 'STOP']: RuleSketch): unknown {
  return { id: 'r', gate, trigger, action, params: Object.entries(params).map(([name, value]) => ({ name, value })) };
}

/** As Anchore Engine writes it. */
function bundle(rules: readonly RuleSketch[], others: object = {}): string {
  return JSON.stringify(
    {
      id: 'b',
      name: 'Bundle',
      version: '1_0',
      policies: [{ id: 'p', name: 'P', version: '1_0', rules: rules.map(rule) }],
      mappings: [{ ...everything, name: 'all', policy_id: 'p', whitelist_ids: [] }],
      ...others,
    },
    undefined,
    1,
  );
}

function judge(text: string, report: ScanReport = sample) {
  const { statements, unanswered } = judgeAnchoreBundle(readAnchoreBundle(text, 'b.json'), report, now);
  return [...statements.slice(0, -1).map(({ text: each }) => each), ...unanswered.map(({ message }) => `? ${message}`)];
}

describe('rules of a bundle', () => {
  it.each<[RuleSketch, readonly string[]]>([
    [['always', 'always'], ['STOP always always: the rule always matches']],
    [['dockerfile', 'exposed_ports', { ports: '22', type: 'blacklist' }], ['STOP dockerfile exposed_ports: port 22/tcp is exposed']],
    [['dockerfile', 'exposed_ports', { ports: '22,8080', type: 'allowlist' }], []],
    [['dockerfile', 'effective_user', { users: 'root', type: 'denylist' }], ['STOP dockerfile effective_user: the image runs as 0:0']],
    [['dockerfile', 'effective_user', { users: 'app', type: 'whitelist' }, 'WARN'], ['WARN dockerfile effective_user: the image runs as 0:0']],
    [['dockerfile', 'instruction', { instruction: 'HEALTHCHECK', check: 'not_exists' }, 'WARN'], ['WARN dockerfile instruction: there is no HEALTHCHECK']],
    [['dockerfile', 'instruction', { instruction: 'RUN', check: 'like', value: 'apt-get.*' }], ['STOP dockerfile instruction: 1 RUN instruction is as the rule says']],
    [['dockerfile', 'instruction', { instruction: 'ADD', check: 'exists', actual_dockerfile_only: 'true' }], []],
    [['dockerfile', 'instruction', { instruction: 'FROM', check: '=', value: 'scratch' }], ['? dockerfile instruction: FROM is not in the history of an image; check the Dockerfile with pratique lint']],
    [['metadata', 'attribute', { attribute: 'distro', check: 'not_in', value: 'alpine,ubuntu' }], ['STOP metadata attribute: distro is debian']],
    [['metadata', 'attribute', { attribute: 'size', check: '>', value: '30 MB' }], ['STOP metadata attribute: size is 38379452']],
    [['metadata', 'attribute', { attribute: 'like_distro', check: '=', value: 'x' }], ['? metadata attribute: the like_distro of the image is not known']],
    [['packages', 'blacklist', { name: 'curl' }], [expect.stringMatching(/^STOP packages blacklist: pkg:deb\/debian\/curl@.* is installed$/) as string]],
    [['packages', 'required_package', { name: 'sudo' }], ['STOP packages required_package: package sudo is not installed']],
    [['packages', 'required_package', { name: 'curl', version: '1.0', version_match_type: 'minimum' }], []],
    [['packages', 'verify'], ['? packages verify: checksums of package files are not compared']],
    [['npms', 'newer_version_in_feed'], ['? npms newer_version_in_feed: asks about the feed of all packages, which Anchore Engine kept']],
    [['files', 'name_match', { regex: String.raw`.*\.pem` }], ['STOP files name_match: there is /app/key.pem']],
    [['files', 'suid_or_guid_set', {}, 'GO'], ['GO files suid_or_guid_set: /usr/bin/su has mode 4755']],
    [['files', 'attribute_match', { filename: '/etc/passwd', mode: '00644', mode_op: 'not_equals' }], []],
    [['passwd_file', 'denylist_usernames', { user_names: 'ftp' }], ['STOP passwd_file denylist_usernames: /etc/passwd has ftp']],
    [['passwd_file', 'blacklist_shells', { shells: '/bin/bash' }], ['STOP passwd_file blacklist_shells: /etc/passwd has root (/bin/bash)']],
    [['secret_scans', 'content_regex_checks', {}], []],
    [['secret_scans', 'content_regex_checks', { content_regex_name: 'OURS' }], ['? secret_scans content_regex_checks: the pattern OURS is of the configuration of Anchore']],
    [['malware', 'scans'], ['? malware scans: files are not scanned for malware; malicious packages are findings']],
    [['vulnerabilities', 'stale_feed_data', { max_days_since_sync: '30' }, 'WARN'], ['WARN vulnerabilities stale_feed_data: debian-tracker is as of 2026-01-02']],
    [['vulnerabilities', 'package', { package_type: 'all', severity: 'low', epss_score: '1' }], ['? vulnerabilities package: the parameter epss_score has no counterpart']],
    [['vulnerabilities', 'no_such'], ['? vulnerabilities no_such: has no counterpart']],
  ])('%j', (sketch, expected) => {
    expect(judge(bundle([sketch]))).toEqual(expected);
  }); // prettier-ignore

  it.each<[Params, (finding: ScanReport['findings'][number]) => boolean]>([
    [{ package_type: 'all', severity: 'medium', severity_comparison: '>' }, ({ severity }) => severity === 'critical' || severity === 'high'],
    [{ package_type: 'all', severity: 'medium', severity_comparison: '=' }, ({ severity }) => severity === 'medium'],
    [{ package_type: 'all', severity: 'unknown', severity_comparison: '>=', fix_available: 'true' }, (finding) => finding.kind === 'vulnerability' && finding.fixedVersion !== undefined],
  ])('vulnerabilities package %j', (params, isMeant) => {
    const text = bundle([['vulnerabilities', 'package', { ...params, vendor_only: 'false' }]]);
    const [statement] = judgeAnchoreBundle(readAnchoreBundle(text, 'b.json'), sample, now).statements;
    const counted = new Set(sample.packages.filter(({ evidence }) => ['installed', 'file', 'binary', 'vendored'].includes(evidence)).map(({ id }) => id));
    const expected = sample.findings.filter((finding) => finding.lane !== 'not-applicable' && finding.kind === 'vulnerability' && counted.has(finding.packageId) && isMeant(finding));
    expect(expected.length).toBeGreaterThan(0);
    expect(statement!.violatedBy).toEqual([...new Set(expected.map(({ fingerprint }) => fingerprint))].sort());
    expect(statement!.isMet).toBe(false);
  }); // prettier-ignore

  it('leaves out what the vendor will not fix, unless a rule says otherwise', () => {
    const counts = ['true', 'false'].map((vendor_only) => {
      const text = bundle([['vulnerabilities', 'package', { package_type: 'all', severity: 'unknown', severity_comparison: '>=', vendor_only }]]);
      return judgeAnchoreBundle(readAnchoreBundle(text, 'b.json'), sample, now).statements[0]!.violatedBy.length;
    });
    expect(counts[1]! - counts[0]!).toBe(new Set(sample.findings.filter(({ lane }) => lane === 'wont-fix').map(({ fingerprint }) => fingerprint)).size);
  }); // prettier-ignore

  it('cannot be answered for a report without the image’s configuration', () => {
    const { imageFacts: _unused, ...without } = sample;
    expect(judge(bundle([['dockerfile', 'exposed_ports', { ports: '22', type: 'blacklist' }]]), without)).toEqual([
      '? dockerfile exposed_ports: the target has no image configuration',
    ]);
  });
});

describe('images of a bundle', () => {
  const stop: readonly RuleSketch[] = [['always', 'always']];
  const here = { registry: 'registry.example', repository: 'shop/*', image: { type: 'tag', value: '*' }, name: 'shop' };
  const verdict = (others: object, report: ScanReport = sample) =>
    judgeAnchoreBundle(readAnchoreBundle(bundle(stop, others), 'b.json'), report, now);

  it('are denied and allowed whatever rules say, and denied first', () => {
    expect(verdict({ whitelisted_images: [here] }).statements.map(({ isMet }) => isMet)).toEqual([true]);
    expect(verdict({ whitelisted_images: [here], blacklisted_images: [here] }).statements.map(({ text }) => text)).toEqual([
      'STOP: the image is denied by shop (registry.example/shop/*:*)',
    ]);
  });

  it('have the rules of the first mapping that fits', () => {
    const mappings = [
      { ...here, policy_ids: [] },
      { ...everything, policy_ids: ['p'] },
    ];
    expect(verdict({ mappings }).statements.map(({ isMet }) => isMet)).toEqual([true]);
    expect(verdict({ mappings: mappings.slice(1) }).statements.map(({ isMet }) => isMet)).toEqual([false, true]);
  });

  it('make the report incomplete where no mapping is for them, or they have no name', () => {
    const elsewhere = { mappings: [{ ...here, registry: 'other.example', policy_ids: ['p'] }] };
    expect(verdict(elsewhere).unanswered).toEqual([{ origin: 'Bundle', message: 'no mapping is for this image' }]);
    const unnamed: ScanReport = { ...sample, target: { ...sample.target, name: 'app.tar', scheme: 'docker-archive' } };
    expect(verdict(elsewhere, unnamed).unanswered).toEqual([
      { origin: 'Bundle', message: 'the image has no name, so no mapping was chosen' },
    ]);
  });

  it('are chosen by digest', () => {
    const image = { type: 'digest', value: sample.target.manifestDigest };
    expect(verdict({ blacklisted_images: [{ ...here, repository: '*', image }] }).statements[0]!.isMet).toBe(false);
    expect(verdict({ blacklisted_images: [{ ...here, image: { type: 'digest', value: 'sha256:0' } }] }).statements[0]!.text).toBe(
      'STOP always always: the rule always matches',
    );
  });
});

describe('a bundle', () => {
  it('of Anchore Enterprise has rule sets', () => {
    const text = JSON.stringify({
      id: 'e',
      name: 'Enterprise',
      version: '2',
      rule_sets: [{ id: 's', name: 'S', rules: [{ ...(rule(['always', 'always']) as object), recommendation: 'ask the team' }] }],
      mappings: [{ ...everything, rule_set_ids: ['s'], allowlist_ids: [] }],
    });
    expect(judge(text)).toEqual(['STOP always always: the rule always matches (ask the team)']);
  });

  it.each([
    [bundle([['vulnerabilities', 'package', { package_type: 'all' }, 'BLOCK']]), /^b\.json:\d+:\d+: policies\[0\]\.rules\[0\] has the action "BLOCK"$/],
    [bundle([['vulnerabilities', 'package', { severity: 'high' }]]), /has no parameter package_type, which vulnerabilities package requires$/],
    [bundle([['vulnerabilities', 'package', { package_type: 'all', severity: 'hihg' }]]), /is "hihg"$/],
    [bundle([['files', 'name_match', { regex: '(' }]]), /is not a regular expression$/],
    [bundle([], { mappings: [{ ...everything, policy_id: 'gone' }] }), /names the policy "gone", which is not in the file$/],
    ['{"a": 1}', /is not an Anchore policy bundle/],
  ])('is refused with file and line: %#', (text, message) => {
    expect(() => readAnchoreBundle(text, 'b.json')).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringMatching(message) as string }) as Error);
  }); // prettier-ignore

  it('decides with the gate of the flags, and says what it could not answer', () => {
    const read = (rules: readonly RuleSketch[]) =>
      withAnchoreBundles(flagPolicy({ ignoreUnfixed: false, exitCode: 0, allowIncomplete: false }), [readAnchoreBundle(bundle(rules), 'b.json')], () => now);
    const clean: ScanReport = { ...makeCleanReport(), imageFacts };
    const decide = (rules: readonly RuleSketch[]) => {
      const policy = read(rules);
      const report = policy.apply(clean, now);
      const { verdict, exitCode } = policy.decide(report);
      return [verdict, exitCode, report.completeness, report.issues.map(({ message }) => message.replace(/:\d+:/, ':'))];
    };
    expect(decide([['always', 'always', {}, 'GO']])).toEqual(['pass', 0, 'complete', []]);
    expect(decide([['always', 'always', {}, 'WARN']])).toEqual(['pass', 0, 'complete', []]);
    expect(decide([['always', 'always']])).toEqual(['fail', 1, 'complete', []]);
    expect(decide([['malware', 'scans']])).toEqual(['pass', 4, 'partial', ['b.json: malware scans: files are not scanned for malware; malicious packages are findings']]);
  }); // prettier-ignore
});
