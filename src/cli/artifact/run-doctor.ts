import { exitCodes } from '../../model/exit-codes.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { diagnoseRepository, type RepositoryDiagnosis } from '../../trust/store/diagnose-repository.ts';
import { diagnoses } from '../../trust/store/diagnoses.ts';
import { openRepository } from '../../trust/store/open-repository.ts';
import { readSignedSubjects } from '../../trust/verdict/read-signed-subjects.ts';
import { type CommandContext, type CommandInput, optionValue } from '../command.ts';
import { readPassword } from '../terminal/read-password.ts';
import { readRegistryOptions } from '../words/registry-options.ts';

export async function runDoctor(input: CommandInput, { output, runtime }: CommandContext): Promise<number> {
  const registry = readRegistryOptions(input, await readPassword(input, output));
  await using opened = await openRepository(input.arguments[0] ?? '', { registry });
  const diagnosis = await diagnoseRepository(opened.repository, readSignedSubjects, runtime);
  const isJson = optionValue(input, 'format') === 'json';
  await output.write(isJson ? [formatJson(diagnosis)] : formatDiagnosis(diagnosis));
  if (diagnosis.problems.some(({ code }) => diagnoses[code].severity === 'error')) return exitCodes.policyFailed;
  return diagnosis.stoppedAt === undefined ? exitCodes.passed : exitCodes.incomplete;
}

function formatJson({ problems, ...rest }: RepositoryDiagnosis): string {
  const explained = problems.map((problem) => ({ ...problem, ...diagnoses[problem.code] }));
  return `${JSON.stringify({ ...rest, problems: explained }, undefined, 2)}\n`;
}

/** Groups problems by code: the title, each object, then what to do. */
function* formatDiagnosis({ name, tags, artifacts, problems, stoppedAt }: RepositoryDiagnosis): Generator<string> {
  const warnings = problems.filter(({ code }) => diagnoses[code].severity === 'warning').length;
  const counts = [
    count(tags, 'tag'),
    `${count(artifacts, 'artifact')} checked`,
    count(problems.length - warnings, 'problem'),
    ...(warnings === 0 ? [] : [count(warnings, 'warning')]),
  ];
  yield `${escapeControl(name)}: ${counts.join(', ')}\n`;
  for (const code of new Set(problems.map((problem) => problem.code))) {
    const { severity, title } = diagnoses[code];
    yield `\n${code}${severity === 'warning' ? ' (warning)' : ''}  ${title}\n`;
    for (const { object, message } of problems.filter((problem) => problem.code === code))
      yield `  ${escapeControl(object)}: ${escapeControl(message)}\n`;
    yield `  → ${diagnoses[code].advice}\n`;
  }
  if (stoppedAt !== undefined) yield `\nTRUNCATED: ${escapeControl(stoppedAt)}\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
