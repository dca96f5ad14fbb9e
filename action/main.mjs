/**
 * Entry of the GitHub Action: inputs → words of the command line → the program → outputs and summary. Inputs never pass a shell, and nothing is written to
 * GITHUB_ENV, so that a step leaks nothing into the next. The program is the one beside this file: nothing is downloaded.
 */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = join(import.meta.dirname, '..', 'dist', 'pratique.js');
const notSupported = ['skip-dirs', 'skip-files', 'ignore-policy', 'trivy-config', 'tf-vars', 'docker-host'];
const scanTypes = { image: '', fs: 'dir:', filesystem: 'dir:', repo: 'dir:', rootfs: 'rootfs:', sbom: 'sbom:' };

/** As the runner passes them: `image-ref` is INPUT_IMAGE-REF. */
function input(name) {
  return (process.env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
}

function isTrue(name) {
  return input(name).toLowerCase() === 'true';
}

/** A workflow command; a line break in its text would begin another. */
function tell(level, text) {
  process.stdout.write(`::${level}::${text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')}\n`);
}

function readTarget() {
  const type = input('scan-type') || 'image';
  if (!Object.hasOwn(scanTypes, type)) return { fault: `scan-type ${type} is not supported; use ${Object.keys(scanTypes).join(', ')}` };
  if (input('input') !== '') return { target: input('input') };
  if (type !== 'image') return { target: `${scanTypes[type]}${input('scan-ref') || '.'}` };
  return input('image-ref') === '' ? { fault: 'give image-ref, or input for an archive' } : { target: input('image-ref') };
}

/** Values are joined to their options by `=`, so that none is taken for another option. */
function toWords(target, json, summary) {
  const option = (name, value) => (value === '' ? [] : [`--${name}=${value}`]);
  const lists = input('outputs').split('\n').map((line) => line.trim()).filter((line) => line !== ''); // prettier-ignore
  const ignoreFiles = input('trivyignores').split(',').map((file) => file.trim()).filter((file) => file !== ''); // prettier-ignore
  const gaps = input('allow-incomplete').toLowerCase();
  return [
    'scan',
    ...option('severity', input('severity')),
    ...(isTrue('ignore-unfixed') ? ['--ignore-unfixed'] : []),
    ...option('exit-code', input('exit-code')),
    ...option('scanners', input('scanners')),
    ...option('format', input('format')),
    ...option('output', input('output')),
    ...option('template', input('template')),
    ...lists.map((each) => `--output=${each}`),
    `--output=json=${json}`,
    ...(summary === undefined ? [] : [`--output=markdown=${summary}`]),
    ...ignoreFiles.map((file) => `--ignorefile=${file}`),
    ...option('dockerfile', input('dockerfile')),
    ...option('baseline', input('baseline')),
    ...(gaps === '' || gaps === 'false' ? [] : [gaps === 'true' ? '--allow-incomplete' : `--allow-incomplete=${input('allow-incomplete')}`]),
    ...option('db', input('db')),
    ...option('cache-dir', input('cache-dir')),
    ...option('platform', input('platform')),
    '--',
    target,
  ];
} // prettier-ignore

/** A value that has line breaks cannot set another output: the mark of its end is not known beforehand. */
function setOutput(name, value) {
  const mark = `end-${randomUUID()}`;
  if (process.env['GITHUB_OUTPUT'] !== undefined) appendFileSync(process.env['GITHUB_OUTPUT'], `${name}<<${mark}\n${value}\n${mark}\n`);
}

function setOutputs(exitCode, json) {
  setOutput('exit-code', String(exitCode));
  if (!existsSync(json)) return setOutput('verdict', 'error');
  const { reports, failures = [] } = JSON.parse(readFileSync(json, 'utf8'));
  const verdicts = reports.map(({ decision }) => decision.verdict);
  const isFailed = failures.length > 0 || exitCode === 2 || exitCode === 3;
  setOutput('verdict', verdicts.includes('fail') ? 'fail' : isFailed ? 'error' : exitCode === 4 ? 'incomplete' : (verdicts[0] ?? 'error'));
  setOutput('json', json);
  if (isFailed) return;
  const findings = reports.flatMap((report) => report.findings).filter(({ suppression }) => suppression === undefined);
  for (const severity of ['critical', 'high']) setOutput(severity, String(findings.filter((each) => each.severity === severity).length));
  setOutput('total', String(findings.length));
} // prettier-ignore

function main() {
  for (const name of notSupported) if (input(name) !== '') tell('warning', `the input ${name} is not supported, and was not used`);
  const { target, fault } = readTarget();
  if (fault !== undefined) {
    tell('error', fault);
    setOutput('verdict', 'error');
    return 2;
  }
  const folder = mkdtempSync(join(process.env['RUNNER_TEMP'] ?? tmpdir(), 'pratique-'));
  const [json, markdown] = [join(folder, 'report.json'), join(folder, 'summary.md')];
  const summary = process.env['GITHUB_STEP_SUMMARY'];
  const hasSummary = summary !== undefined && summary !== '' && input('summary').toLowerCase() !== 'false';
  const { status, error } = spawnSync(process.execPath, [program, ...toWords(target, json, hasSummary ? markdown : undefined)], { stdio: 'inherit' });
  if (error !== undefined) tell('error', error.message);
  const exitCode = status ?? 3;
  setOutputs(exitCode, json);
  if (hasSummary && existsSync(markdown)) appendFileSync(summary, readFileSync(markdown));
  if (exitCode === 4) tell('error', 'parts could not be scanned; see the report. The input allow-incomplete accepts them');
  return exitCode;
} // prettier-ignore

process.exitCode = main();
