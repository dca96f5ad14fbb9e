import { type Command, type CommandInput } from '../command.ts';

/** What other tools write before a target, and what it is called here; skopeo, Docker Scout, Grype, Syft and containers-transports(5). */
const foreignSchemes: ReadonlyMap<string, string> = new Map([
  ['docker://', 'registry:'],
  ['registry://', 'registry:'],
  ['image://', ''],
  ['local://', 'docker:'],
  ['docker-daemon:', 'docker:'],
  ['containers-storage:', 'podman:'],
  ['oci-dir://', 'oci-dir:'],
  ['archive://', ''],
  ['fs://', 'dir:'],
  ['file://', ''],
]);

/** Words that could be the name of an image as well: a scheme only before a path. */
const schemesOfPaths: ReadonlyMap<string, string> = new Map([
  ['oci:', 'oci-dir:'],
  ['file:', ''],
]);

/** Writes the image arguments of a command with the schemes of this program. */
export function translateSchemes(command: Command, input: CommandInput): CommandInput {
  const last = command.arguments.length - 1;
  const isImage = (at: number): boolean => command.arguments[Math.min(at, last)]?.isImage === true;
  return { ...input, arguments: input.arguments.map((word, at) => (isImage(at) ? translateScheme(word) : word)) };
}

/** One target with a scheme of another tool, in ours. */
export function translateScheme(word: string): string {
  for (const [foreign, own] of foreignSchemes) if (word.startsWith(foreign)) return `${own}${word.slice(foreign.length)}`;
  for (const [foreign, own] of schemesOfPaths)
    if (word.startsWith(foreign) && /^(?:\.{0,2}\/|~)/.test(word.slice(foreign.length))) return `${own}${word.slice(foreign.length)}`;
  return word;
}
