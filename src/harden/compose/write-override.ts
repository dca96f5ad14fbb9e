import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { type HardenedProject, type HardenedSecret, type HardenedService, type HardenedSetting } from './hardened-service.ts';

/** A Compose file to lay over another one; a comment says why each line is there. */
export function* writeOverride({ services, secrets, internalNetworks }: HardenedProject, files: readonly string[], output: string): Generator<string> {
  yield `# Made by pratique harden ${comment(files.join(' '))}. Start with:\n`;
  yield `#   docker compose ${[...files, output].map((file) => `-f ${comment(file)}`).join(' ')} up\n`;
  yield* secretSteps(secrets);
  yield services.length === 0 ? 'services: {}\n' : 'services:\n';
  for (const service of services) yield* writeService(service);
  if (internalNetworks.length > 0) {
    yield 'networks:\n';
    for (const { name, reason } of internalNetworks) yield `  ${quoted(name)}:\n    internal: true # ${comment(reason)}\n`;
  }
  if (secrets.length === 0) return;
  yield 'secrets:\n';
  for (const { name, file } of secrets) yield `  ${quoted(name)}:\n    file: ${quoted(file)}\n`;
} // prettier-ignore

function* secretSteps(secrets: readonly HardenedSecret[]): Generator<string> {
  if (secrets.length === 0) return;
  yield '# First write these values to their files, and change them: they were in the Compose file.\n';
  for (const { file, variable } of secrets) yield `#   ${comment(variable)} → ${comment(file)}\n`;
}

function* writeService({ name, image, settings, notes }: HardenedService): Generator<string> {
  yield `  ${quoted(name)}:${settings.length === 0 ? ' {}' : ''}${image === undefined ? '' : ` # ${comment(image)}`}\n`;
  for (const note of notes) yield `    # ${comment(note)}\n`;
  for (const setting of settings) yield* writeSetting(setting);
}

function* writeSetting({ key, reason, value }: HardenedSetting): Generator<string> {
  const why = reason === undefined ? '' : ` # ${comment(reason)}`;
  if (value.kind === 'text') {
    yield `    ${key}: ${value.text}${why}\n`;
    return;
  }
  yield `    ${key}:${why}\n`;
  if (value.kind === 'list') for (const item of value.items) yield `      - ${quoted(item.text)}${item.reason === undefined ? '' : ` # ${comment(item.reason)}`}\n`;
  else for (const member of value.members) yield `      ${quoted(member.key)}: ${plain(member.value)}\n`;
} // prettier-ignore

/** Text from outside stays on its line. */
function comment(text: string): string {
  return escapeControl(text);
}

/** Tags, lists and numbers of ours as they are; anything else as a string. */
function plain(value: string): string {
  return /^(?:!reset null|\[.*\]|\d+s?)$/.test(value) ? value : quoted(value);
}

function quoted(text: string): string {
  return /^[A-Za-z_/.][\w/.-]*$/.test(text) && !/^(?:true|false|yes|no|on|off|null|y|n|~)$/i.test(text) ? text : JSON.stringify(text);
}
