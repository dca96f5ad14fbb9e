import { type Suppression } from '../model/suppression.ts';

/** A reason to set findings aside by where they are. They stay in the report, with the reason. */
interface PathContext {
  readonly id: string;
  readonly pattern: RegExp;
  readonly reason: string;
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
  },
  {
    id: 'dependency',
    pattern:
      /(?:^|\/)(?:node_modules|bower_components|site-packages|dist-packages|gems\/[^/]+-\d[^/]*|pkg\/mod|\.cargo\/registry|vendor\/bundle)\//,
    reason: 'in a file of a published package, which everybody can download',
  },
  {
    id: 'tests',
    pattern: /(?:^|\/)(?:tests?|__tests__|testing|specs?|fixtures?|__fixtures__|testdata|test-data|mocks?|__mocks__|e2e)\//i,
    reason: 'in a test, which uses made-up secrets',
  },
  {
    id: 'examples',
    pattern: /(?:^|\/)(?:examples?|samples?|demos?)\/|\.(?:example|sample|dist|template|tmpl|tpl)$/i,
    reason: 'in an example, which shows made-up secrets',
  },
];

/** Why a finding at this path is set aside, if it is. What proved to be a real token by its checksum never is. */
export function suppressionFor(path: string, isProven: boolean): Suppression | undefined {
  if (isProven) return undefined;
  const context = contexts.find(({ pattern }) => pattern.test(path));
  return context === undefined ? undefined : { reason: context.reason, origin: `built-in allow rule "${context.id}"` };
}
