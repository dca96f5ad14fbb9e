import { describe, expect, it } from 'vitest';
import { findPeer } from './peer-names.ts';
import { translatePeer } from './translate-peer.ts';

/** Our words, without those that every command line of the peer gets. */
function words(line: string, environment: Readonly<Record<string, string>> = {}): string {
  const [name = '', ...rest] = line.split(' ');
  const always = ['--known-exploited=pass', '--unknown-severity=pass', '--no-ignorefile'];
  return translatePeer(name, rest, environment)!
    .words.filter((word) => !always.includes(word))
    .join(' ');
}

describe('command lines of other scanners', () => {
  it.each([
    ['trivy image --severity CRITICAL,HIGH --exit-code 1 app:1', 'scan --severity=CRITICAL,HIGH --exit-code=1 app:1'],
    ['trivy image -f json -o r.json --ignore-unfixed app:1', 'scan --format=trivy-json --output=r.json --ignore-unfixed app:1'],
    ['trivy --quiet image --input app.tar', 'scan --quiet --input=app.tar'],
    ['trivy fs --scanners vuln,secret --skip-dirs node_modules .', 'scan --scanners=vuln,secret .'],
    ['trivy image -sHIGH --no-progress app:1', 'scan --severity=HIGH app:1'],
    ['grype app:1 -o json --fail-on high', 'scan app:1 --format=grype-json --exit-code=2 --severity=critical,high'],
    ['grype app:1 -o json=r.json -o table --only-fixed', 'scan app:1 --output=grype-json=r.json --format=table --ignore-unfixed'],
    [
      'scout cves --only-severity critical,high --only-fixed -e app:1',
      'cves --only-severity=critical,high --ignore-unfixed --exit-code=2 app:1',
    ],
    ['scout cves --format packages --only-package express app:1', 'cves --format=table --only-package=express app:1'],
    ['scout qv app:1', 'quickview app:1'],
    ['scout compare app:2 --to app:1 --exit-on vulnerability,package', 'compare app:2 --to=app:1 --exit-on=vulnerability,package'],
    ['scout recommendations app:1 --only-refresh -o r.md', 'recommend app:1 --only-refresh --output=r.md'],
    ['syft app:1', 'sbom --format=package-table app:1'],
    ['syft scan docker:app:1 -o spdx-json=s.json -o cyclonedx-json -q', 'sbom docker:app:1 --output=spdx-json=s.json --format=cyclonedx-json --quiet'],
    ['syft convert s.json -o cyclonedx-json@1.5', 'sbom s.json --format=cyclonedx-json@1.5'],
    ['hadolint Dockerfile', 'lint --format=hadolint-tty Dockerfile'],
    ['hadolint -c .hadolint.yaml --ignore DL3008 -t error -f json -', 'lint --config=.hadolint.yaml --ignore=DL3008 --failure-threshold=error --format=hadolint-json -'],
    ['dockle --exit-code 1 --exit-level fatal app:1', 'scan --scanners=misconfig --exit-code=1 --severity=critical,high app:1'],
    ['gitleaks detect --source . --report-format json --report-path leaks.json', 'secrets --exit-code=1 --output=gitleaks-json=leaks.json git:.'],
    ['gitleaks detect --no-git -s src -f sarif -r l.sarif', 'secrets --exit-code=1 --output=sarif=l.sarif dir:src'],
    ['gitleaks git --exit-code 2 -c rules.toml repo', 'secrets --exit-code=2 --secret-rules=rules.toml git:repo'],
    ['gitleaks dir', 'secrets --exit-code=1 dir:.'],
    ['snyk container test app:1 --severity-threshold=high --file=Dockerfile', 'scan --scanners=vuln --exit-code=1 app:1 --severity=critical,high --dockerfile=Dockerfile'],
    ['snyk container sbom --format=spdx2.3+json app:1', 'sbom --format=spdx-json@2.3 app:1'],
    ['clair-scanner -w list.yaml -t High --ip 10.0.0.1 app:1', 'scan --exit-code=1 --whitelist=list.yaml --severity=critical,high app:1'],
  ])('%s', (line, expected) => {
    expect(words(line)).toBe(expected);
  }); // prettier-ignore

  it('read the variables of their tool, which options win over', () => {
    const environment = { TRIVY_SEVERITY: 'LOW', TRIVY_IGNORE_UNFIXED: 'true', TRIVY_UNKNOWN: 'x' };
    expect(words('trivy image --severity=HIGH app:1', environment)).toBe('scan --ignore-unfixed --severity=HIGH app:1');
  });

  it('say once what has no counterpart', () => {
    expect(translatePeer('trivy', ['image', '--timeout', '10m', 'app:1'], {})?.notes).toEqual([
      'trivy --timeout: scans have no time limit',
    ]);
  });

  it.each([
    ['trivy image --no-such-flag app:1', 'trivy: --no-such-flag is not known here'],
    ['trivy app:1', 'trivy: no known command in "app:1"'],
    ['scout compare app:2 --to-env production', 'scout: --to-env is not known here'],
    ['grype -o', 'grype: -o needs a value'],
    ['snyk test', 'snyk: no known command in "test"'],
    ['gitleaks protect', 'gitleaks: no known command in "protect"'],
  ])('refuse %s', (line, message) => {
    expect(() => words(line)).toThrow(expect.objectContaining({ code: 'USAGE', message }));
  });

  it.each([
    ['trivy', [0, 1, 1, 1, 0, 7]],
    ['grype', [0, 1, 2, 1, 0, 7]],
    ['scout', [0, 1, 2, 1, 0, 7]],
    ['clair-scanner', [0, 1, 1, 5, 0, 7]],
    ['syft', [0, 1, 1, 1, 0, 7]],
    ['hadolint', [0, 1, 1, 1, 1, 7]],
    ['dockle', [0, 1, 1, 1, 0, 7]],
    ['gitleaks', [0, 1, 1, 1, 0, 7]],
    ['snyk', [0, 1, 2, 2, 0, 7]],
  ])('end with the exit codes of %s', (name, expected) => {
    const { exitCode } = translatePeer(
      name,
      name === 'trivy'
        ? ['image', 'a']
        : name === 'scout'
          ? ['cves', 'a']
          : name === 'snyk'
            ? ['container', 'test', 'a']
            : name === 'gitleaks'
              ? ['dir', 'a']
              : ['a'],
      {},
    )!;
    expect([0, 1, 2, 3, 4, 7].map(exitCode)).toEqual(expected);
  });

  it('are found by the first word, or by the name of the program', () => {
    expect(findPeer('/usr/bin/trivy', ['image', 'a'])).toEqual({ name: 'trivy', words: ['image', 'a'] });
    expect(findPeer('/x/pratique.js', ['grype', 'a'])).toEqual({ name: 'grype', words: ['a'] });
    expect(findPeer('/x/docker-scout', ['cves', 'a'])).toEqual({ name: 'scout', words: ['cves', 'a'] });
    expect(findPeer('/x/pratique.js', ['scan', 'trivy'])).toBeUndefined();
  });
});
