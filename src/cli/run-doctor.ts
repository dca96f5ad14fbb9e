import { escapeControl } from '../lib/terminal/escape-control.ts';
import { diagnoses, diagnoseRepository, type RepositoryDiagnosis } from '../trust/store/diagnose-repository.ts';
import { openRepository } from '../trust/store/open-repository.ts';
import { type CommandContext, type CommandInput, optionValue } from './command.ts';
import { readPassword } from './read-password.ts';
import { readRegistryOptions } from './registry-options.ts';

export async function runDoctor(input: CommandInput, { output, runtime }: CommandContext): Promise<number> {
  const registry = readRegistryOptions(input, await readPassword(input, output));
  await using opened = await openRepository(input.arguments[0] ?? '', { registry });
  const diagnosis = await diagnoseRepository(opened.repository, runtime);
  const isJson = optionValue(input, 'format') === 'json';
  await output.write(isJson ? [formatJson(diagnosis)] : formatDiagnosis(diagnosis));
  if (diagnosis.problems.length > 0) return 1;
  return diagnosis.stoppedAt === undefined ? 0 : 4;
}

function formatJson({ problems, ...rest }: RepositoryDiagnosis): string {
  const explained = problems.map((problem) => ({ ...problem, ...diagnoses[problem.code] }));
  return `${JSON.stringify({ ...rest, problems: explained }, undefined, 2)}\n`;
}

/** Each kind of problem once with what to do, and below it where it is. */
function* formatDiagnosis({ name, tags, artifacts, problems, stoppedAt }: RepositoryDiagnosis): Generator<string> {
  yield `${escapeControl(name)}: ${tags} tags, ${artifacts} artifacts looked at, ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}\n`;
  for (const code of new Set(problems.map((problem) => problem.code))) {
    yield `\n${code}  ${diagnoses[code].title}\n`;
    for (const { object, message } of problems.filter((problem) => problem.code === code))
      yield `  ${escapeControl(object)}: ${escapeControl(message)}\n`;
    yield `  → ${diagnoses[code].advice}\n`;
  }
  if (stoppedAt !== undefined) yield `\nTHERE IS MORE: ${escapeControl(stoppedAt)}\n`;
}
