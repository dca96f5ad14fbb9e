import { type Violation } from '../../../model/rule.ts';
import { type DockerfileSubject } from '../dockerfile-rule.ts';
import { type ShellWord } from '../shell/shell-script.ts';
import { type Invocation, installsOf, invocationsOf, type PackageManager } from './package-manager.ts';
import { atCommand, severityIn } from './violation.ts';

/** Packages that are installed without a version, a violation for each call. */
export function* unpinned(
  subject: DockerfileSubject,
  manager: PackageManager,
  isPinned: (name: string) => boolean,
  isPinnedElsewhere: (call: Invocation) => boolean = () => false,
): Iterable<Violation> {
  for (const call of installsOf(subject, manager)) {
    if (isPinnedElsewhere(call)) continue;
    const names = call.operands.filter((word) => isDecided(word) && !isPinned(word.value)).map(({ value }) => value);
    if (names.length > 0)
      yield atCommand(subject, call.command, `${listOf(names)} ${names.length === 1 ? 'has' : 'have'} no version`, severityIn(call.stage));
  }
}

/** Modules of RPM systems: `dnf module install nodejs:20`. */
export function* unpinnedModules(subject: DockerfileSubject, manager: PackageManager): Iterable<Violation> {
  for (const call of invocationsOf(subject, manager, new Set(['module']))) {
    const [verb, ...modules] = call.operands;
    if (verb?.value !== 'install' && verb?.value !== 'enable') continue;
    const names = modules.filter((word) => isDecided(word) && !word.value.includes(':')).map(({ value }) => value);
    if (names.length > 0)
      yield atCommand(subject, call.command, `${listOf(names)} ${names.length === 1 ? 'has' : 'have'} no version`, severityIn(call.stage));
  }
}

/** `name-version`, a file, an address or a group, which has no version. */
export function isPinnedRpm(name: string): boolean {
  return /-(?:\d+:)?\d|-\$|\.rpm$|^@|:\/\//.test(name);
}

/** What only the build knows is not judged. */
export function isDecided({ value, isKnown }: Pick<ShellWord, 'value' | 'isKnown'>): boolean {
  return isKnown && value !== '';
}

function listOf(names: readonly string[]): string {
  const most = 5;
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}
