import { type Violation } from '../../../model/rule.ts';
import { type DockerfileSubject } from '../dockerfile-rule.ts';
import { type ShellCommand } from '../shell/shell-script.ts';
import { isMounted } from './mounts.ts';
import { invocationsOf, type PackageManager } from './package-manager.ts';
import { operands } from './options.ts';
import { type StagedStep } from './steps.ts';
import { atCommand, severityIn } from './violation.ts';

/** How the cache of a package manager of RPM systems is cleaned. */
export interface Cache {
  readonly manager: PackageManager;
  /** What `clean` must be told; anything will do where it is absent. */
  readonly clean?: string;
  readonly folders: readonly string[];
  /** Subcommands that fill it. */
  readonly subcommands: readonly string[];
}

export const dnfFolders: readonly string[] = ['/var/cache/dnf', '/var/cache/yum', '/var/cache/libdnf5'];
export const dnfChanges: readonly string[] =
  'install in reinstall rei groupinstall localinstall module upgrade up update upgrade-minimal up-min distro-sync dsync downgrade dg group swap builddep'.split(
    ' ',
  );

/** The last call of each RUN after which the cache is not cleaned. */
export function* leavesCache(subject: DockerfileSubject, cache: Cache): Iterable<Violation> {
  let last: StagedStep['step'] | undefined;
  for (const call of [...invocationsOf(subject, cache.manager, new Set(cache.subcommands))].reverse()) {
    const { stage, step, later, command } = call;
    if (step === last) continue;
    last = step;
    if (cache.folders.some((folder) => isMounted(step, folder)) || later.some((each) => cleans(each, cache))) continue;
    yield atCommand(
      subject,
      command,
      `${command.name} clean${cache.clean === undefined ? '' : ` ${cache.clean}`} is missing`,
      severityIn(stage),
    );
  }
}

function cleans({ name, words }: ShellCommand, { manager, clean, folders }: Cache): boolean {
  if (name === 'rm' || name === 'find')
    return words.some(({ value }) => folders.some((folder) => value === folder || value.startsWith(`${folder}/`)));
  if (!manager.names.has(name)) return false;
  const [verb, what] = operands(words, manager.valueOptions);
  if (verb?.value === 'cc' && clean === undefined) return true;
  return verb?.value === 'clean' && (clean === undefined || what?.value === clean);
}
