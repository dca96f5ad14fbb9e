import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../support/run-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** As repositories have them. */
const files: Readonly<Record<string, string>> = {
  '.github/workflows/ci.yml': `on: [push]
jobs:
  scan:
    steps:
      - name: trivy scan
        uses: aquasecurity/trivy-action@0.28.0
        with: { image-ref: 'app:1' }
      - run: trivy image --exit-code 1 --severity CRITICAL,HIGH "app:\${GITHUB_SHA}"
      - run: |
          docker run --rm -v /var/run/docker.sock:/var/run/docker.sock aquasec/trivy:0.50.1 image \\
            --format json --output trivy.json \\
            app:1
          docker run --rm -i hadolint/hadolint < Dockerfile
          # trivy image old
          gitleaks detect --source . -r leaks.json || true
      - uses: hadolint/hadolint-action@v3.1.0
`,
  '.gitlab-ci.yml': `scan:
  script:
    - trivy image --no-such-flag app:1
    - grype "$CI_REGISTRY_IMAGE" --fail-on high -o json > grype.json
    - echo "trivy is fine"
`,
  Jenkinsfile: `sh 'snyk container test app:1 --severity-threshold=high'\n`,
  Makefile: 'scan:\n\t@clair-scanner -w list.yml -t High $(IMAGE)\n',
  '.trivyignore': '# not reachable\nCVE-2020-7598\n',
};

describe('pratique migrate', () => {
  it('writes a diff that git applies, and lists what it leaves', async () => {
    using temporary = temporaryFolder();
    const folder = temporary.path;
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { exitCode, stdout, stderr } = await runCommand(['migrate', folder]);
    expect(exitCode).toBe(4);
    expect(stderr.split('\n').filter((line) => line !== '')).toEqual([
      expect.stringMatching(/^pratique: not replaced: \.github\/workflows\/ci\.yml:16: the action hadolint\/hadolint-action/),
      'pratique: not replaced: .gitlab-ci.yml:3: trivy: --no-such-flag is not known here',
    ]);
    const applied = spawnSync('git', ['-C', folder, 'apply', '--no-index'], { input: stdout, encoding: 'utf8' });
    expect(applied.stderr).toBe('');
    const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
    expect(read('.github/workflows/ci.yml').split('\n').slice(4, 17)).toEqual([
      '      - name: trivy scan',
      '        uses: OWNER/pratique/action@COMMIT',
      "        with: { image-ref: 'app:1' }",
      '      - run: pratique scan --exit-code=1 --severity=CRITICAL,HIGH "app:${GITHUB_SHA}"',
      '      - run: |',
      '          pratique scan --format=trivy-json --output=trivy.json app:1',
      '          pratique lint --format=hadolint-tty - < Dockerfile',
      '          # trivy image old',
      '          pratique secrets --exit-code=1 --output=gitleaks-json=leaks.json git:. || true',
      '      - uses: hadolint/hadolint-action@v3.1.0',
      '',
    ]);
    expect(read('.gitlab-ci.yml')).toContain('- pratique scan "$CI_REGISTRY_IMAGE" --exit-code=2 --severity=critical,high --format=grype-json > grype.json');
    expect(read('Jenkinsfile')).toBe("sh 'pratique scan --scanners=vuln --exit-code=1 app:1 --severity=critical,high'\n");
    expect(read('Makefile')).toBe('scan:\n\t@pratique scan --exit-code=1 --whitelist=list.yml --severity=critical,high $(IMAGE)\n');
    expect(read('pratique.yaml')).toContain('- id: CVE-2020-7598\n    reason: not reachable\n');
    // What was replaced stays as it is.
    const again = await runCommand(['migrate', folder]);
    expect(again.stdout).toBe('');
  }); // prettier-ignore

  it('refuses what is no directory', async () => {
    expect(await runCommand(['migrate', '/nowhere'])).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('is not a directory') });
  });
});
