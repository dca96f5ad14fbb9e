import { type Suppression } from '../model/suppression.ts';

/** A reason to set findings aside by where they are. They stay in the report, with the reason. */
interface PathContext {
  readonly id: string;
  readonly pattern: RegExp;
  readonly reason: string;
  /** Only findings that rest on a name: what its issuer's form gives away is reported here too. */
  readonly isForGuesses?: true;
}

const contexts: readonly PathContext[] = [
  {
    id: 'documentation',
    pattern: /(?:^|\/)usr\/(?:local\/)?share\/(?:doc|man|info|locale|help|gtk-doc|doc-base)\//,
    reason: 'in documentation, which shows made-up secrets',
  },
  {
    id: 'system-package',
    pattern: /^(?:usr\/)?(?:share|lib|lib64|include|libexec|bin|sbin)\//,
    reason: 'in a file of the operating system, which everybody can download',
    isForGuesses: true,
  },
  {
    id: 'dependency',
    pattern:
      /(?:^|\/)(?:node_modules|bower_components|site-packages|dist-packages|gems\/[^/]+-\d[^/]*|pkg\/mod|\.cargo\/registry|vendor\/bundle)\//,
    reason: 'in a file of a published package, which everybody can download',
  },
  {
    id: 'tests',
    pattern:
      /(?:^|\/)(?:tests?|__tests__|fixtures?|__fixtures__|testdata|test-data)\/|\.(?:test|spec)\.[cm]?[jt]sx?$|_test\.(?:go|py|rb)$|(?:^|\/)test_[^/]*\.py$|Tests?\.(?:java|kt|cs)$/i,
    reason: 'in a test, which uses made-up secrets',
  },
  {
    id: 'documentation',
    pattern: /\.(?:md|markdown|rst|adoc)$/i,
    reason: 'in documentation, which shows made-up secrets',
    isForGuesses: true,
  },
  {
    id: 'examples',
    pattern: /(?:^|\/)examples?\/|\.(?:example|sample|dist|template|tmpl|tpl)$/i,
    reason: 'in an example, which shows made-up secrets',
  },
];

/** How sure a finding is: a checksum was right, its form is that of an issuer, or only its name says so. */
export type Certainty = 'proven' | 'form' | 'guess';

/** Why a finding at this path is set aside, if it is. What proved to be a real token never is. */
export function suppressionFor(path: string, certainty: Certainty): Suppression | undefined {
  if (certainty === 'proven') return undefined;
  const context = contexts.find(({ pattern, isForGuesses }) => (isForGuesses !== true || certainty === 'guess') && pattern.test(path));
  return context === undefined ? undefined : { reason: context.reason, origin: `built-in allow rule "${context.id}"` };
}

/** Whether everybody can download what is at this path. */
export function isPublicPath(path: string): boolean {
  return contexts.some(
    ({ id, pattern }) => (id === 'documentation' || id === 'system-package' || id === 'dependency') && pattern.test(path),
  );
}
