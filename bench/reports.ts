import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeOutputFile } from '../src/cli/terminal/write-output-file.ts';
import { type Finding } from '../src/model/finding.ts';
import { type Package } from '../src/model/package.ts';
import { type JudgedReport } from '../src/report/reporter.ts';
import { reporters } from '../src/report/reporters.ts';
import { makeSampleReport } from '../test/support/sample-report.ts';
import { reportFigure } from './support/figure.ts';

/** What 50,000 findings cost when every format is written in one run: processor time, and the most memory. */
const count = 50_000;
const judged = makeLargeReport();
const folder = mkdtempSync(join(tmpdir(), 'pratique-reports-'));
let total = 0;
for (const { format, load } of reporters) {
  if (format === 'template') continue;
  const write = await load();
  const before = process.cpuUsage();
  writeOutputFile(join(folder, format), write([judged], { width: 120, useColor: false, isVerbose: false, toolVersion: '1' }));
  const { user, system } = process.cpuUsage(before);
  total += user + system;
  console.log(format.padEnd(28), String(Math.round((user + system) / 1000)).padStart(6), 'ms');
}
rmSync(folder, { recursive: true });
reportFigure({ name: 'reports: 50,000 findings, every format', value: total / 1e6, unit: 's', atMost: 6 });
reportFigure({ name: 'reports: 50,000 findings, peak memory', value: process.resourceUsage().maxRSS / 1024, unit: 'MiB', atMost: 400 });

/** The findings of the sample report, again and again: its packages in 500 copies, every finding of a flaw of its own. */
function makeLargeReport(): JudgedReport {
  const sample = makeSampleReport();
  const findings: Finding[] = [];
  const packages: Package[] = [];
  for (let copy = 0; findings.length < count; copy++) {
    const idOf = (id: string): string => `${id}#${copy % 500}`;
    if (copy < 500) for (const each of sample.packages) packages.push({ ...each, id: idOf(each.id), name: `${each.name}${copy}` });
    for (const each of sample.findings.slice(0, count - findings.length)) {
      const fingerprint = `${copy.toString(16).padStart(8, '0')}${each.fingerprint.slice(8)}`;
      if (each.kind !== 'vulnerability') findings.push({ ...each, fingerprint });
      else {
        const ids = { id: `${each.id}${copy}`, packageId: idOf(each.packageId), otherPackageIds: each.otherPackageIds.map(idOf) };
        findings.push({ ...each, ...ids, fingerprint });
      }
    }
  }
  return {
    report: { ...sample, findings, packages, plan: [] },
    decision: { verdict: 'pass', judged: ['findings'], statements: [], exitCode: 0 },
  };
}
