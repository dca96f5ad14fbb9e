import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { checkDockerfile } from '../../check/dockerfile/check-dockerfile.ts';
import { type Output } from '../command.ts';
import { runShellCheck } from './run-shellcheck.ts';

const text = `FROM debian:12
ARG ver
# hadolint ignore=SC2086
RUN cd $ver && \\
    # a comment
    for f in $(ls *.txt); do echo "$f"; done
RUN ["sh", "-c", "echo $x"]
SHELL ["/bin/bash", "-c"]
RUN <<EOF
if [[ $x == 1 ]]; then echo é $x; fi
EOF
SHELL ["cmd"]
RUN echo %x%
`;
const output = { warn: () => undefined } as unknown as Output;

describe.skipIf(spawnSync('shellcheck', ['--version']).status !== 0)('ShellCheck (skipped where it is not installed)', () => {
  it('is asked about every RUN in its own shell; its comments are findings at their lines, and heed comments and settings', async () => {
    const shellComments = await runShellCheck(text, output, new AbortController().signal);
    expect(shellComments.map(({ code, line }) => `${code} ${line}`)).toEqual(['SC2086 4', 'SC2045 6', 'SC2035 6', 'SC2086 10']);
    const settings = { shellComments, ignored: new Map([['sc2035', '--ignore']]), severities: new Map([['sc2045', 'low' as const]]) };
    const findings = checkDockerfile(text, 'Dockerfile', settings).findings.filter(({ ruleId }) => ruleId === 'shellcheck');
    const shown = findings.map(({ aliases, severity, suppression }) => `${aliases.join(',')} ${severity} ${suppression?.reason ?? ''}`);
    expect(shown.sort()).toEqual(['SC2035 low ignored', 'SC2045 low ', 'SC2086 low ', 'SC2086 low ignored in the file']);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(3);
    expect(findings[0]?.references).toEqual(['https://www.shellcheck.net/wiki/SC2086']);
  });
});
