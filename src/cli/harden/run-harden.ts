import { join } from 'node:path';
import { type ComposeProject, readProject } from '../../check/compose/compose-project.ts';
import { workloadKind } from '../../check/workload-kind.ts';
import { hardenProject } from '../../harden/compose/harden-project.ts';
import { type HardenLimits, type ServiceImage } from '../../harden/compose/harden-service.ts';
import { readServiceStart } from '../../harden/compose/service-start.ts';
import { findStartup } from '../../harden/compose/started-programs.ts';
import { writeOverride } from '../../harden/compose/write-override.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { readImageFiles } from '../../scan/read-image-files.ts';
import { openCache } from '../../scan/scan-target.ts';
import { type CommandContext, type CommandInput, hasOption, optionValue, optionValues } from '../command.ts';
import { readOpenOptions } from '../scan/scan-request.ts';
import { readPassword } from '../terminal/read-password.ts';
import { writeOutputFile } from '../terminal/write-output-file.ts';
import { readText, readWorkload } from './read-network.ts';

/** Compose files → images of their services → override file → exit code. */
export async function runHarden(input: CommandInput, context: CommandContext): Promise<number> {
  const project = readComposeFiles(input.arguments);
  const services = optionValues(input, 'service');
  const unknown = services.find((name) => !project.services.some((service) => service.name === name));
  if (unknown !== undefined) throw new PratiqueError('USAGE', `--service: there is no service ${unknown}`, { hint: `give one of ${project.services.map(({ name }) => name).join(', ')}` }); // prettier-ignore
  const options = { limits: readLimits(input), services };
  const { images, failures } = await readImages(project, input, context);
  const hardened = hardenProject(project, images, options);
  const file = optionValue(input, 'output');
  const text = writeOverride(hardened, input.arguments, file ?? 'compose.hardened.yaml');
  if (file === undefined) await context.output.write(text);
  else writeOutputFile(file, text);
  for (const { message } of project.issues) context.output.warn(`pratique: warning: ${message}`);
  for (const failure of failures) context.output.warn(`pratique: warning: ${failure}`);
  const isWhole = failures.length === 0 && project.issues.length === 0;
  return isWhole || hasOption(input, 'allow-incomplete') ? exitCodes.passed : exitCodes.incomplete;
}

function readComposeFiles(named: readonly string[]): ComposeProject {
  const files = named.map(readWorkload);
  for (const { path, text } of files)
    if (workloadKind(text) !== 'compose')
      throw new PratiqueError('TARGET_UNREADABLE', `${path} is not a Compose file`, { hint: 'a Compose file has services:' });
  const [first, ...overrides] = files;
  return readProject(first!.path, first!.text, readText, overrides);
}

/** Images by service; of one that could not be read, why. */
async function readImages(
  project: ComposeProject,
  input: CommandInput,
  context: CommandContext,
): Promise<{ readonly images: ReadonlyMap<string, ServiceImage | string>; readonly failures: readonly string[] }> {
  const given = readGivenImages(input, project);
  const open = readOpenOptions(input, await readPassword(input, context.output));
  const cache = hasOption(input, 'no-cache') ? undefined : openCache({ cacheDirectory: join(context.cacheDirectory, 'layers') });
  const chosen = optionValues(input, 'service');
  const images = new Map<string, ServiceImage | string>();
  const failures: string[] = [];
  for (const service of project.services) {
    if (chosen.length > 0 && !chosen.includes(service.name)) continue;
    const { image, isBuilt } = readServiceStart(service, project);
    const target = given.get(service.name) ?? image;
    const fail = (reason: string): void => {
      images.set(service.name, reason);
      failures.push(`service ${service.name}: ${reason}`);
    };
    if (target === undefined) {
      fail(isBuilt ? `its image is built; give it with --image ${service.name}=TARGET` : 'it names no image');
      continue;
    }
    try {
      const found = await readImageFiles(
        target,
        {
          open,
          ...(cache === undefined ? {} : { cache }),
          maxFileBytes: limits.hardenedProgramBytes,
          want: (tree, config) => {
            const { entrypoint, command } = readServiceStart(service, project, config.entrypoint);
            return [
              'etc/passwd',
              ...findStartup(tree, command ?? [...(entrypoint ?? config.entrypoint), ...config.cmd], config.env).unread,
            ];
          },
        },
        context.runtime,
      );
      images.set(service.name, found);
      const error = found.issues.find(({ severity, code }) => severity === 'error' && code !== 'FILE_TOO_LARGE');
      if (error !== undefined) failures.push(`service ${service.name}: ${error.message}`);
    } catch (error) {
      if (!(error instanceof PratiqueError) || error.code === 'ABORTED') throw error;
      fail(error.message);
    }
  }
  return { images, failures };
}

function readGivenImages(input: CommandInput, project: ComposeProject): ReadonlyMap<string, string> {
  return new Map(
    optionValues(input, 'image').map((text) => {
      const [, service = '', target = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
      if (project.services.some(({ name }) => name === service)) return [service, target];
      throw new PratiqueError('USAGE', `--image ${JSON.stringify(text.slice(0, 120))} names no service of the file`, { hint: 'write --image SERVICE=TARGET' });
    }),
  ); // prettier-ignore
}

function readLimits(input: CommandInput): HardenLimits {
  const [memory, cpus, processes] = [optionValue(input, 'memory') ?? '512m', optionValue(input, 'cpus') ?? '1.0', optionValue(input, 'pids') ?? '256'];
  const wrong = !/^\d+(?:\.\d+)?[bkmg]b?$/i.test(memory) ? ['memory', '512m'] : !/^\d+(?:\.\d+)?$/.test(cpus) ? ['cpus', '1.5'] : !/^[1-9]\d{0,6}$/.test(processes) ? ['pids', '256'] : undefined;
  if (wrong !== undefined) throw new PratiqueError('USAGE', `--${wrong[0]!}: not a valid limit`, { hint: `write it as --${wrong[0]!} ${wrong[1]!}` });
  return { memory, cpus, processes: Number(processes) };
} // prettier-ignore
