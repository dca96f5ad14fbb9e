import { describe, expect, it } from 'vitest';
import { makeHostileReport } from '../../../test/support/hostile-report.ts';
import { parseXml } from '../../lib/xml/parse-xml.ts';
import { quietRuntime } from '../../model/runtime.ts';
import { lintDockerfile } from '../../scan/lint-dockerfile.ts';
import { writeGitleaksJson } from '../gitleaks/write-gitleaks-json.ts';
import { type JudgedReport, type WriteReports } from '../reporter.ts';
import { writeHadolintCheckstyle } from './write-hadolint-checkstyle.ts';
import { writeHadolintJson } from './write-hadolint-json.ts';
import { writeHadolintTty } from './write-hadolint-tty.ts';

const decision = { verdict: 'not-asked', judged: [], statements: [], exitCode: 0 } as const;
const text = 'FROM debian\nRUN apt-get install curl\nUSER app\nHEALTHCHECK NONE\nBAD\n';
const linted: JudgedReport = { report: lintDockerfile({ path: 'Dockerfile', text, settings: {} }, quietRuntime()), decision };
const hostile: JudgedReport = { report: makeHostileReport(), decision };

function write(writer: WriteReports, judged: JudgedReport): string {
  return [...writer([judged], { width: 80, useColor: false, isVerbose: false, toolVersion: '1' })].join('');
}

describe('formats of hadolint and gitleaks', () => {
  it('name defects by hadolint’s codes and levels, at their lines', () => {
    const defects = JSON.parse(write(writeHadolintJson, linted)) as readonly Readonly<Record<string, unknown>>[];
    expect(defects).toContainEqual({
      file: 'Dockerfile',
      line: 1,
      column: 1,
      code: 'DL3006',
      level: 'warning',
      message: 'debian has no tag',
    });
    expect(defects).toContainEqual(expect.objectContaining({ line: 2, code: 'DL3008', level: 'warning' }));
    expect(defects).toContainEqual(expect.objectContaining({ line: 5, code: 'DOCKERFILE_INVALID', level: 'error' }));
    expect(write(writeHadolintTty, linted).split('\n')).toContain('Dockerfile:1 DL3006 warning: debian has no tag');
    const [file] = parseXml(write(writeHadolintCheckstyle, linted), { maxDepth: 3, maxElements: 100 }).children;
    expect(file?.children.length).toBe(defects.length);
  });

  it('hold whatever names say', () => {
    expect(() => JSON.parse(write(writeHadolintJson, hostile)) as unknown).not.toThrow();
    expect(() => JSON.parse(write(writeGitleaksJson, hostile)) as unknown).not.toThrow();
    expect(write(writeHadolintTty, hostile)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(parseXml(write(writeHadolintCheckstyle, hostile), { maxDepth: 3, maxElements: 1_000 }).name).toBe('checkstyle');
  });
});
