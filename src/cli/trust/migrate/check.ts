import { contentTrustVariables } from '../../../config/content-trust-variables.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { checkTrust, type TrustProblem } from '../../../trust/migrate/check/check-trust.ts';
import { askDockerClient, namedDockerClient, type DockerClient } from '../../../trust/migrate/check/docker-client.ts';
import { environmentFindings } from '../../../trust/migrate/inventory/environment-findings.ts';
import { takeInventory } from '../../../trust/migrate/inventory/take-inventory.ts';
import { hasOption, optionValue, type CommandContext, type CommandInput } from '../../command.ts';
import { formatCheck, formatCheckJson, formatCheckMarkdown } from './check-text.ts';
import { fitLines } from '../../terminal/fit-lines.ts';
import { readPlaces } from './places.ts';

/** 1 when something is broken or ends within `--within` days; 4 when something could not be read. */
export async function runCheck(input: CommandInput, { output, runtime }: CommandContext): Promise<number> {
  const within = readDays(optionValue(input, 'within') ?? '0');
  const docker = await findDocker(input);
  const { findings, issues } = await takeInventory({ ...readPlaces(input), trustDirectories: [] }, runtime);
  const now = runtime.now();
  const problems = checkTrust([...environmentFindings(contentTrustVariables()), ...findings], docker, now);
  const result = { problems, issues, ...(docker === undefined ? {} : { docker }) };
  const format = optionValue(input, 'format') ?? 'table';
  if (format === 'json') await output.write([formatCheckJson(result, now)]);
  else
    await output.write(
      format === 'markdown' ? formatCheckMarkdown(result) : fitLines(formatCheck(result, hasOption(input, 'quiet')), output.terminalWidth),
    );
  if (problems.some((each) => failsGate(each, within))) return 1;
  return issues.length === 0 ? 0 : 4;
}

function failsGate({ severity, daysLeft }: TrustProblem, within: number): boolean {
  return severity === 'broken' || (severity === 'ends' && daysLeft !== undefined && daysLeft < within);
}

async function findDocker(input: CommandInput): Promise<DockerClient | undefined> {
  const version = optionValue(input, 'docker-version');
  if (version !== undefined) return namedDockerClient(version);
  const program = optionValue(input, 'docker');
  const found = program === undefined ? await askDockerClient() : await askDockerClient(program, program);
  if (program !== undefined && found === undefined)
    throw new PratiqueError('USAGE', `${JSON.stringify(program)} does not print a Docker version`, {
      hint: 'pass --docker-version VERSION',
    });
  return found;
}

function readDays(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new PratiqueError('USAGE', `--within ${JSON.stringify(text.slice(0, 40))} is not a number of days`, { hint: '--within 30' });
}
