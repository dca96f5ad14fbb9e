import { join } from 'node:path';
import { dockerConfigDirectory } from '../../config/docker-config-directory.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { wrapWhole } from '../../lib/terminal/wrap-whole.ts';
import { parseReference } from '../../model/reference.ts';
import { copiedTrustDirectory } from '../../trust/notary/directory/copied-trust-directory.ts';
import { canonicalGun, findGun } from '../../trust/notary/repository-gun.ts';
import { diagnoseMetadata, type MetadataDiagnosis } from '../../trust/registry-metadata/diagnose-metadata.ts';
import { type MetadataPlace } from '../../trust/registry-metadata/metadata-place.ts';
import { diagnoseRepository, type RepositoryDiagnosis } from '../../trust/store/diagnose-repository.ts';
import { diagnoses } from '../../trust/store/diagnoses.ts';
import { openRepository, type OpenedRepository } from '../../trust/store/open-repository.ts';
import { readSignedSubjects } from '../../trust/verdict/read-signed-subjects.ts';
import { type CommandContext, type CommandInput, optionValue } from '../command.ts';
import { readPassword } from '../terminal/read-password.ts';
import { readRecordedSources } from './read-recorded-sources.ts';
import { readRegistryOptions } from '../words/registry-options.ts';

export async function runDoctor(input: CommandInput, { output, runtime }: CommandContext): Promise<number> {
  const registry = readRegistryOptions(input, await readPassword(input, output));
  await using opened = await openRepository(input.arguments[0] ?? '', { registry });
  const diagnosis = await diagnoseRepository(opened.repository, readSignedSubjects, runtime);
  const place = await placeOfMetadata(input.arguments[0] ?? '', opened);
  const { problems, metadata } = await diagnoseMetadata(place, runtime);
  const whole = {
    ...diagnosis,
    problems: [...diagnosis.problems, ...problems],
    ...(metadata === undefined ? {} : { trustMetadata: metadata }),
  };
  const isJson = optionValue(input, 'format') === 'json';
  await output.write(isJson ? [formatJson(whole)] : formatDiagnosis(whole, output.width));
  if (whole.problems.some(({ code }) => diagnoses[code].severity === 'error')) return exitCodes.policyFailed;
  return diagnosis.stoppedAt === undefined ? exitCodes.passed : exitCodes.incomplete;
}

type WholeDiagnosis = RepositoryDiagnosis & { readonly trustMetadata?: NonNullable<MetadataDiagnosis['metadata']> };

async function placeOfMetadata(target: string, opened: OpenedRepository): Promise<MetadataPlace> {
  const place = { repository: opened.repository, trustDirectory: join(dockerConfigDirectory(), 'trust', 'registry') };
  if (opened.registry === undefined) return place;
  const reference = parseReference(target.replace(/^registry:/, ''));
  const { gun } = await findGun(reference, { path: place.trustDirectory });
  const copyDirectory = copiedTrustDirectory(place.trustDirectory, canonicalGun(reference));
  const recorded = await readRecordedSources(reference);
  return { ...place, gun, copyDirectory, ...(recorded === undefined ? {} : { recorded }) };
}

function formatJson({ problems, ...rest }: WholeDiagnosis): string {
  const explained = problems.map((problem) => ({ ...problem, ...diagnoses[problem.code] }));
  return `${JSON.stringify({ ...rest, problems: explained }, undefined, 2)}\n`;
}

/** Groups problems by code: the title, each object, then what to do. */
function* formatDiagnosis({ name, tags, artifacts, problems, stoppedAt, trustMetadata }: WholeDiagnosis, width: number): Generator<string> {
  const wrap = (text: string, first: string): string => wrapWhole(escapeControl(text), width, first, `${first}  `).join('\n') + '\n';
  const warnings = problems.filter(({ code }) => diagnoses[code].severity === 'warning').length;
  const counts = [
    count(tags, 'tag'),
    `${count(artifacts, 'artifact')} checked`,
    count(problems.length - warnings, 'problem'),
    ...(warnings === 0 ? [] : [count(warnings, 'warning')]),
  ];
  yield wrap(`${name}: ${counts.join(', ')}`, '');
  if (trustMetadata !== undefined) for (const [indent, text] of describeMetadata(trustMetadata)) yield wrap(text, indent);
  for (const code of new Set(problems.map((problem) => problem.code))) {
    const { severity, title } = diagnoses[code];
    yield '\n';
    yield wrap(`${code}${severity === 'warning' ? ' (warning)' : ''}: ${title}`, '');
    for (const { object, message } of problems.filter((problem) => problem.code === code)) yield wrap(`${object}: ${message}`, '  ');
    yield wrap(`→ ${diagnoses[code].advice}`, '  ');
  }
  if (stoppedAt !== undefined) yield `\n${wrap(`TRUNCATED: ${stoppedAt}`, '')}`;
}

/** Lines with their indentation. */
function* describeMetadata({
  copyOf,
  rootKeyIds,
  versions,
  expiries,
}: NonNullable<MetadataDiagnosis['metadata']>): Generator<readonly [string, string]> {
  const roles = Object.entries(versions).map(([role, version]) => `${role} version ${version}`);
  yield ['', `trust metadata${copyOf === undefined ? '' : `, a copy of that of ${copyOf}`}: ${roles.join(', ')}`];
  yield ['  ', `root key ID ${rootKeyIds.join(', ')}`];
  for (const { what, expires } of expiries) yield ['  ', `${what} expires ${expires.toISOString().slice(0, 10)}`];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
