import { type DockerfileSubject } from '../dockerfile-rule.ts';
import { type ShellWord } from '../shell/shell-script.ts';
import { hasOption, operands } from './options.ts';
import { commandsOf, type StagedCommand } from './steps.ts';

/** How the words of a package manager are read. */
export interface PackageManager {
  readonly names: ReadonlySet<string>;
  /** Subcommands that install named packages. */
  readonly installs: ReadonlySet<string>;
  /** Options whose next word is their value. */
  readonly valueOptions: ReadonlySet<string>;
}

export interface Invocation extends StagedCommand {
  /** `install`; empty where there is none. */
  readonly subcommand: string;
  /** What follows it, without options. */
  readonly operands: readonly ShellWord[];
}

/** Every call of it with a subcommand out of `subcommands`, or any. */
export function* invocationsOf(
  subject: DockerfileSubject,
  manager: PackageManager,
  subcommands?: ReadonlySet<string>,
): Iterable<Invocation> {
  for (const found of commandsOf(subject, manager.names)) {
    const [subcommand, ...rest] = operands(found.command.words, manager.valueOptions);
    const name = subcommand?.value ?? '';
    if (subcommands === undefined || subcommands.has(name))
      yield {
        stage: found.stage,
        step: found.step,
        command: found.command,
        get later() {
          return found.later;
        },
        subcommand: name,
        operands: rest,
      };
  }
}

/** Every call that installs packages. */
export function installsOf(subject: DockerfileSubject, manager: PackageManager): Iterable<Invocation> {
  return invocationsOf(subject, manager, manager.installs);
}

/** A simulation, or a call that only downloads or prints help, leaves nothing behind. */
export function isDryRun({ command }: StagedCommand): boolean {
  return hasOption(command, '--dry-run', '--simulate', '--help', '--version', '--just-print');
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

export const apt: PackageManager = {
  names: words('apt-get apt aptitude'),
  installs: words('install'),
  valueOptions: words('-t --target-release --default-release -o --option -c --config-file -a --host-architecture'),
};
export const aptGet: PackageManager = { ...apt, names: words('apt-get') };
export const apk: PackageManager = {
  names: words('apk'),
  installs: words('add'),
  valueOptions: words(
    '-t --virtual -X --repository -p --root --arch --keys-dir --repositories-file --wait --progress-fd --cache-dir --cache-max-age',
  ),
};
const rpmOptions = words(
  '-c --config --enablerepo --disablerepo --repo --repoid --repofrompath --installroot --releasever --setopt -x --exclude --excludepkgs -d -e -R --forcearch --comment --advisory',
);
const rpmInstalls = words('install in localinstall groupinstall');
export const yum: PackageManager = { names: words('yum'), installs: rpmInstalls, valueOptions: rpmOptions };
export const dnf: PackageManager = { names: words('dnf dnf5 microdnf'), installs: rpmInstalls, valueOptions: rpmOptions };
export const zypper: PackageManager = {
  names: words('zypper'),
  installs: words('install in'),
  valueOptions: words('-r --repo --from -t --type -R --root -c --config -D --reposd-dir -C --cache-dir -p --plus-repo --download'),
};
export const npm: PackageManager = {
  names: words('npm'),
  installs: words('install i add in ins'),
  valueOptions: words(
    '--loglevel --prefix -C --registry --cache --userconfig --tag --omit --include --only -w --workspace --install-strategy --before --maxsockets --fetch-retries',
  ),
};
export const gem: PackageManager = {
  names: words('gem'),
  installs: words('install i'),
  valueOptions: words(
    '-v --version -i --install-dir -n --bindir -P --trust-policy -s --source -p --http-proxy -B --bulk-threshold -g --file --platform --build-root --document --config-file',
  ),
};
export const go: PackageManager = {
  names: words('go'),
  installs: words('install get run'),
  valueOptions: words(
    '-ldflags -tags -gcflags -asmflags -gccgoflags -mod -modfile -o -p -C -overlay -pkgdir -toolexec -exec -buildmode -compiler -installsuffix',
  ),
};
export const yarn: PackageManager = {
  names: words('yarn yarnpkg'),
  installs: words('install add'),
  valueOptions: words('--cwd --modules-folder --cache-folder --mutex --registry --network-timeout --prefix'),
};
export const pip: PackageManager = {
  names: words('pip pip2 pip3 pip3.8 pip3.9 pip3.10 pip3.11 pip3.12 pip3.13 pip3.14 pip2.7'),
  installs: words('install'),
  valueOptions: words(
    '-i --index-url --extra-index-url -r --requirement -c --constraint -t --target --prefix --root -f --find-links --src -b --build --platform --python-version --implementation --abi --progress-bar --cache-dir --proxy --trusted-host --timeout --retries --root-user-action --global-option --install-option --build-option --config-settings -C --upgrade-strategy --no-binary --only-binary --cert --client-cert --log --exists-action -e --editable --report --python --use-feature --use-deprecated --keyring-provider -d --dest --group',
  ),
};
