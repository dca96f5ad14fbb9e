import { basename, join } from 'node:path';
import { type AppArmorNeeds, makeAppArmor } from '../../../harden/apparmor/make-apparmor.ts';
import { type ProfileContext } from '../../../harden/seccomp/permissions.ts';
import { compareProfiles } from '../../../harden/seccomp/compare-profiles.ts';
import { makeProfile } from '../../../harden/seccomp/make-profile.ts';
import { mobyDefault } from '../../../harden/seccomp/moby-default.ts';
import { analyzedArchitectures } from '../../../harden/seccomp/syscall-names.ts';
import { writeSeccompProfile } from '../../../harden/seccomp/write-seccomp-profile.ts';
import { escapeControl } from '../../../lib/terminal/escape-control.ts';
import { exitCodes } from '../../../model/exit-codes.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { loaderSelectors } from '../../../reach/elf/loader-settings.ts';
import { openCache } from '../../../scan/scan-target.ts';
import { type OpenImageFiles, withImageFiles } from '../../../scan/with-image-files.ts';
import { type CommandContext, type CommandInput, hasOption, optionValue, optionValues } from '../../command.ts';
import { readOpenOptions } from '../../scan/scan-request.ts';
import { readPassword } from '../../terminal/read-password.ts';
import { writeOutputFile } from '../../terminal/write-output-file.ts';
import { analyzeImage, type AnalyzedCommand, type AnalyzedImage } from './analyze-image.ts';
import { readContext } from './read-context.ts';

export async function runProfileFromImage(input: CommandInput, context: CommandContext): Promise<number> {
  const { output, runtime } = context;
  const [target = ''] = input.arguments;
  const cache = hasOption(input, 'no-cache') ? undefined : openCache({ cacheDirectory: join(context.cacheDirectory, 'layers') });
  const options = {
    open: readOpenOptions(input, await readPassword(input, output)),
    ...(cache === undefined ? {} : { cache }),
    maxFileBytes: limits.analyzedProgramBytes,
    selectors: loaderSelectors,
  };
  const { found, issues, command, volumes } = await withImageFiles(target, options, async (files) => {
    const asked = readCommand(input, files);
    return { found: await analyzeImage(files, asked), issues: files.issues, command: asked, volumes: files.config.volumes };
  }, runtime); // prettier-ignore
  const profileContext = readContext(input, command.architecture);
  const { profile, denied } = makeProfile(found.names, profileContext, hasOption(input, 'beyond-default'));
  const text = writeSeccompProfile(profile);
  const file = optionValue(input, 'output');
  if (file === undefined) await output.write([text]);
  else writeOutputFile(file, [text]);
  const apparmor = optionValue(input, 'apparmor');
  if (apparmor !== undefined) writeOutputFile(apparmor, [makeAppArmor(appArmorNeeds(input, apparmor, found, profileContext, volumes))]);
  const difference = compareProfiles(mobyDefault(), profile, profileContext);
  const report = optionValue(input, 'report');
  if (report !== undefined) writeOutputFile(report, [`${JSON.stringify({ schemaVersion: 1, image: target, command: command.command, ...found, names: [...found.names].sort(), denied, difference }, undefined, 2)}\n`]); // prettier-ignore
  const say = (line: string): void => output.note(escapeControl(line));
  say(`${target}: ${found.names.size} system calls of ${found.files.length} files (${found.programs.map((path) => `/${path}`).join(', ')}), ${difference.allowedAfter} permitted with what the runtime needs; Docker’s default permits ${difference.allowedBefore}`); // prettier-ignore
  if (difference.riskyRemoved.length > 0)
    say(`no longer permitted, and known from exploits: ${difference.riskyRemoved.map(({ name }) => name).join(' ')}`);
  for (const note of found.notes) say(note);
  for (const { set, where } of found.widened) say(`widened by the set ${set}: the number is not in the code of /${where}`);
  if (denied.length > 0)
    say(`left out, since Docker’s default denies them: ${denied.join(' ')} (--cap-add, or --beyond-default, permits them)`);
  for (const missing of found.missing) output.warn(`pratique: warning: missing in the image: ${escapeControl(missing)}`);
  const errors = issues.filter(({ severity }) => severity === 'error');
  for (const { message } of errors) output.warn(`pratique: warning: ${message}`);
  for (const path of found.unread) output.warn(`pratique: warning: not read: /${escapeControl(path)}`);
  const isWhole = errors.length === 0 && found.missing.length === 0 && found.unread.length === 0;
  return isWhole || hasOption(input, 'allow-incomplete') ? exitCodes.passed : exitCodes.incomplete;
}

function appArmorNeeds(input: CommandInput, file: string, { programs, files, names }: AnalyzedImage, { capabilities }: ProfileContext, volumes: readonly string[]): AppArmorNeeds {
  const started = new Set(programs);
  return {
    name: basename(file).replace(/\.[a-z]+$/, '').replace(/[^\w.-]+/g, '-'),
    programs: programs.map((path) => `/${path}`),
    libraries: files.filter((path) => !started.has(path)).map((path) => `/${path}`),
    writable: [...volumes, ...optionValues(input, 'writes')],
    capabilities: [...capabilities],
    usesNetwork: names.has('socket'),
    isComplaining: hasOption(input, 'complain'),
  };
} // prettier-ignore

function readCommand(input: CommandInput, { config, platform, name }: OpenImageFiles): AnalyzedCommand {
  const given = optionValue(input, 'entrypoint');
  const command = given === undefined ? [...config.entrypoint, ...config.cmd] : splitWords(given);
  if (command.length === 0)
    throw new PratiqueError('USAGE', `${name} has no entrypoint and no command`, { hint: 'give one with --entrypoint' });
  const wanted = optionValue(input, 'arch') ?? platform.architecture;
  const architecture = analyzedArchitectures.find((known) => known === wanted);
  if (architecture === undefined)
    throw new PratiqueError('USAGE', `programs for ${wanted} are not analyzed`, {
      hint: `images for ${analyzedArchitectures.join(' and ')} are`,
    });
  return { command, more: optionValues(input, 'program'), architecture };
}

/** Words as a shell divides them, with quotes and without anything else of it. */
function splitWords(text: string): readonly string[] {
  return [...text.matchAll(/(?:"[^"]*"|'[^']*'|\S)+/g)].map(([word]) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}
