import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeSampleReport } from '../../../test/support/sample-report.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { type RuleFinding } from '../../model/finding.ts';
import { type ScanReport } from '../../model/report.ts';
import { makeRuleFinding } from '../../model/rule-finding.ts';
import { type RuleDescription, type Violation } from '../../model/rule.ts';
import { type AttestedDockerfile } from '../../remedy/dockerfile/attested-dockerfile.ts';
import { locateRuleFindings } from './locate-rule-findings.ts';

let temporary: ReturnType<typeof temporaryFolder>;
beforeEach(() => void (temporary = temporaryFolder()));
afterEach(() => temporary[Symbol.dispose]());

const rule: RuleDescription = {
  id: 'x',
  kind: 'misconfiguration',
  title: 'x',
  remediation: 'x',
  severity: 'low',
  references: [],
  aliases: [],
};
const history = ['ADD rootfs /', 'RUN |1 A=1 /bin/sh -c make # buildkit', 'COPY /out /app # buildkit'];
const dockerfile = [
  'FROM debian:12 AS build',
  'RUN make out',
  'USER root',
  'FROM debian:12',
  'ARG PORT=22',
  'ENV A=1 \\',
  '    TOKEN=secret',
  'RUN make',
  'COPY --from=build /out /app',
  'EXPOSE 80 $PORT',
  'VOLUME ["/data"]',
  'USER app',
].join('\n');

function reportOf(...violations: readonly Omit<Violation, 'message'>[]): ScanReport {
  const sample = makeSampleReport();
  const layers = history.map((createdBy, index) => ({
    index,
    broughtBy: 'unknown' as const,
    createdBy,
    digest: `sha256:${index}` as never,
  }));
  const findings = violations.map((violation) => makeRuleFinding(rule, { message: 'x', ...violation }));
  return { ...sample, target: { ...sample.target, layers }, findings };
}

async function linesOf(
  report: ScanReport,
  options: { dockerfile?: string; attested?: AttestedDockerfile } = {},
): Promise<readonly string[]> {
  const readAttested = () => Promise.resolve(options.attested);
  const given = options.dockerfile === undefined ? {} : { dockerfile: options.dockerfile };
  const located = await locateRuleFindings(report, { ...given, readAttested }, temporary.path);
  return located.findings.map((finding) => {
    const { source } = finding as RuleFinding;
    return source === undefined ? '-' : `${source.path}:${source.line}-${source.endLine ?? ''}`;
  });
}

const inLayer = (layerIndex: number): Omit<Violation, 'message'> => ({ location: { path: 'a', layerIndex } });
const everywhere = reportOf(
  inLayer(0),
  inLayer(1),
  inLayer(2),
  { instruction: 'ENV A=1 TOKEN=****' },
  { instruction: 'EXPOSE map[22/tcp:{} 80/tcp:{}]' },
  { instruction: 'VOLUME [/data]' },
  { instruction: 'USER app' },
  // The base image's own.
  { instruction: 'USER root' },
  { setting: 'config.Healthcheck' },
);
const lines = (path: string) => ['4-4', '8-8', '9-9', '6-7', '10-10', '11-11', '12-12'].map((range) => `${path}:${range}`);

it('names the line of the stage that made the image', async () => {
  writeFileSync(join(temporary.path, 'Dockerfile'), dockerfile);
  expect(await linesOf(everywhere)).toEqual([...lines('Dockerfile'), '-', '-']);
});

it('takes a Dockerfile that did not make the image only where it was named', async () => {
  writeFileSync(join(temporary.path, 'Dockerfile'), 'FROM a\nRUN other\nCOPY out /app\n');
  expect(await linesOf(reportOf(inLayer(2)))).toEqual(['-']);
  expect(await linesOf(reportOf(inLayer(2)), { dockerfile: 'Dockerfile' })).toEqual(['Dockerfile:3-3']);
});

it('takes the Dockerfile of the provenance, and first what that says of a layer', async () => {
  const attested = { path: 'build/Dockerfile', text: dockerfile, lines: new Map([['sha256:0 sha256:1', { line: 2, endLine: 2 }]]) };
  const [base, , ...rest] = lines('build/Dockerfile');
  expect(await linesOf(everywhere, { attested })).toEqual([base, 'build/Dockerfile:2-2', ...rest, '-', '-']);
});
