import { basename, join, relative } from 'node:path';
import { type AppliedProfile, composeOverride, dockerOption, nodePath, podPatch } from '../../../harden/apply-profile.ts';
import { readAppArmorName } from '../../../harden/apparmor/read-apparmor.ts';
import { makeDirectory } from '../../../lib/file/make-directory.ts';
import { exitCodes } from '../../../model/exit-codes.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { makeStyle } from '../../../report/table/style.ts';
import { type CommandContext, type CommandInput, optionValue, optionValues } from '../../command.ts';
import { writeOutputFile } from '../../terminal/write-output-file.ts';
import { parseProfile, readProfileBytes } from './read-profile-file.ts';

export async function runProfileApply(input: CommandInput, { output }: CommandContext): Promise<number> {
  const [file = ''] = input.arguments;
  const bytes = readProfileBytes(file);
  const text = bytes.toString('utf8');
  const kind = text.trimStart().startsWith('{') || file.endsWith('.json') ? 'seccomp' : 'apparmor';
  // A profile that cannot be read would stop every container that it is applied to.
  if (kind === 'seccomp') parseProfile(bytes, file);
  const own = kind === 'apparmor' ? readAppArmorName(text) : undefined;
  const name = optionValue(input, 'name') ?? own ?? basename(file).replace(/\.json$/, '');
  if (!/^[A-Za-z0-9][\w.-]{0,100}$/.test(name))
    throw new PratiqueError('USAGE', `${JSON.stringify(name.slice(0, 80))} cannot be the name of a profile`, { hint: 'give one with --name' });
  const folder = optionValue(input, 'output');
  const services = optionValues(input, 'service');
  const applied: AppliedProfile = {
    kind,
    file: folder === undefined ? file : relative(folder, file),
    name,
    services: services.length === 0 ? ['app'] : services,
    kubeletRoot: optionValue(input, 'kubelet-root') ?? '/var/lib/kubelet',
  };
  if (folder === undefined) await output.write(show(applied, makeStyle(output.useColor).strong));
  else {
    const node = kind === 'seccomp' ? join(folder, 'seccomp', 'pratique', `${name}.json`) : join(folder, 'apparmor.d', name);
    makeDirectory(join(node, '..'));
    writeOutputFile(join(folder, `compose.${kind}.yaml`), [composeOverride(applied)]);
    writeOutputFile(join(folder, `pod.${kind}.yaml`), [podPatch(applied)]);
    writeOutputFile(node, [text]);
    output.note(`pratique: wrote ${join(folder, `compose.${kind}.yaml`)}, ${join(folder, `pod.${kind}.yaml`)} and ${node}, which belongs at ${nodePath(applied)} on every node`);
  }
  return exitCodes.passed;
} // prettier-ignore

function* show(applied: AppliedProfile, strong: (text: string) => string): Generator<string> {
  yield `${strong('DOCKER')}\n  docker run ${dockerOption(applied)} …\n`;
  yield `\n${strong('COMPOSE')} (as an override file)\n${indent(composeOverride(applied))}`;
  yield `\n${strong('KUBERNETES')} (of a pod; the file belongs at ${nodePath(applied)} on every node)\n${indent(podPatch(applied))}`;
  if (applied.kind === 'apparmor') yield `\n${strong('HOSTS')}\n  apparmor_parser --replace ${nodePath(applied)}\n`;
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
