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
    ['clair-scanner -w list.yaml -t High --ip 10.0.0.1 app:1', 'scan --exit-code=1 --whitelist=list.yaml --severity=critical,high app:1'],
  ])('%s', (line, expected) => {
    expect(words(line)).toBe(expected);
  });

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
  ])('refuse %s', (line, message) => {
    expect(() => words(line)).toThrow(expect.objectContaining({ code: 'USAGE', message }));
  });

  it.each([
    ['trivy', [0, 1, 1, 1, 0, 7]],
    ['grype', [0, 1, 2, 1, 0, 7]],
    ['scout', [0, 1, 2, 1, 0, 7]],
    ['clair-scanner', [0, 1, 1, 5, 0, 7]],
  ])('end with the exit codes of %s', (name, expected) => {
    const { exitCode } = translatePeer(name, name === 'trivy' ? ['image', 'a'] : name === 'scout' ? ['cves', 'a'] : ['a'], {})!;
    expect([0, 1, 2, 3, 4, 7].map(exitCode)).toEqual(expected);
  });

  it('are found by the first word, or by the name of the program', () => {
    expect(findPeer('/usr/bin/trivy', ['image', 'a'])).toEqual({ name: 'trivy', words: ['image', 'a'] });
    expect(findPeer('/x/pratique.js', ['grype', 'a'])).toEqual({ name: 'grype', words: ['a'] });
    expect(findPeer('/x/docker-scout', ['cves', 'a'])).toEqual({ name: 'scout', words: ['cves', 'a'] });
    expect(findPeer('/x/pratique.js', ['scan', 'trivy'])).toBeUndefined();
  });
});
