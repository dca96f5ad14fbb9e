import { mobyDefault } from '../seccomp/moby-default.ts';
import { dockerCapabilities, permissionsOf } from '../seccomp/permissions.ts';
import { type AnalyzedArchitecture, syscallNames } from '../seccomp/syscall-names.ts';

/** Sets of system calls that stand for a number which the code does not show. */
export const widenedSets = {
  /** C libraries change the identity of all threads by a signal, and Go does likewise: the number is in memory. */
  identity: 'capset setgid setgroups setregid setresgid setresuid setreuid setuid setfsuid setfsgid prctl'.split(' '),
} as const;

/** Everything that Docker's default lets through. */
export function dockerDefaultNames(architecture: AnalyzedArchitecture): readonly string[] {
  const { byName } = permissionsOf(mobyDefault(), { architecture, capabilities: dockerCapabilities });
  const known = syscallNames(architecture);
  return [...byName].filter(([name, { verdict }]) => verdict !== 'denied' && known.has(name)).map(([name]) => name);
}

/** Libraries in which a number from memory is one of {@link widenedSets.identity}. */
export const isCLibrary = /^(?:libc\.so\.6|libpthread\.so\.0|libc\.musl-.*|ld-musl-.*)$/;

/** What interpreters load at run time: libraries that no ELF file names. */
export const interpreterLibraries: readonly { readonly program: RegExp; readonly library: RegExp; readonly what: string }[] = [
  { program: /^node(?:js)?$/, library: /\.node$/, what: 'native add-ons (*.node)' },
  { program: /^python[\d.]*$/, library: /(?:^|\/)(?:lib-dynload|site-packages|dist-packages)\/.*\.so$/, what: 'extension modules' },
  { program: /^perl[\d.]*$/, library: /(?:^|\/)perl[^/]*\/.*\/auto\/.*\.so$|(?:^|\/)perl-base\/auto\/.*\.so$/, what: 'XS modules' },
  { program: /^ruby[\d.]*$/, library: /(?:^|\/)ruby\/.*\.so$/, what: 'extensions' },
  { program: /^php[\d.]*$|^php-fpm[\d.]*$/, library: /(?:^|\/)php\/.*\.so$|(?:^|\/)extensions\/.*\.so$/, what: 'extensions' },
  { program: /^java$/, library: /(?:^|\/)(?:jvm|jre|jdk)[^/]*\/.*\.so$|(?:^|\/)java-[^/]*\/.*\.so$/, what: 'libraries of the runtime' },
  { program: /^(?:nginx|apache2|httpd)$/, library: /(?:^|\/)(?:nginx|apache2|httpd)\/modules\/.*\.so$/, what: 'modules' },
];

/** Loaded by glibc itself: name services, and unwinding when a thread is cancelled. */
export const cLibraryPlugins = /(?:^|\/)(?:libnss_[a-z]+\.so\.2|libgcc_s\.so\.1)$/;
