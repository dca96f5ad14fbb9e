import { type EcosystemId } from '../../model/ecosystem.ts';

export interface LanguageUpgrade {
  readonly name: string;
  readonly from: string | undefined;
  readonly to: string;
  /** The project asks for it itself. */
  readonly isDirect: boolean;
}

/** The command of each ecosystem's own package manager, as a person would type it in the project. */
const commands: Partial<Record<EcosystemId, (upgrade: LanguageUpgrade) => string | undefined>> = {
  npm: ({ name, to, isDirect }) => (isDirect ? `npm install ${name}@${to}` : undefined),
  pypi: ({ name, to }) => `pip install '${name}>=${to}'`,
  go: ({ name, to }) => (name === 'stdlib' || name === 'toolchain' ? undefined : `go get ${name}@v${to.replace(/^v/, '')}`),
  cargo: ({ name, from, to }) => `cargo update -p ${from === undefined ? name : `${name}@${from}`} --precise ${to}`,
  gem: ({ name }) => `bundle update --conservative ${name}`,
  composer: ({ name, to, isDirect }) => (isDirect ? `composer require ${name}:^${to} -W` : `composer update ${name} --with ${name}:^${to}`),
  nuget: ({ name, to }) => `dotnet add package ${name} --version ${to}`,
  maven: ({ name, to, isDirect }) =>
    isDirect ? `mvn versions:use-dep-version -Dincludes=${name} -DdepVersion=${to} -DforceVersion=true` : undefined,
};

/** Words of a command that a shell takes as they are; names and versions come from the image. */
const plain = /^[@A-Za-z0-9][@A-Za-z0-9+._/:~-]*$/;

export function languageCommand(ecosystem: EcosystemId, upgrade: LanguageUpgrade): string | undefined {
  if (![upgrade.name, upgrade.to, upgrade.from ?? 'none'].every((word) => plain.test(word))) return undefined;
  return commands[ecosystem]?.(upgrade);
}

/** Ecosystems that promise compatibility from the first number that is not zero, as semver's caret does. */
const caret: ReadonlySet<EcosystemId> = new Set(['npm', 'cargo', 'composer']);

/** Whether the step from one version to another is a major one: what uses the package may break. */
export function isMajorStep(ecosystem: EcosystemId, from: string | undefined, to: string): boolean {
  const [was, is] = [from, to].map((version) => /^v?(\d+)(?:\.(\d+))?/.exec(version ?? ''));
  if (was === null || was === undefined || is === null || is === undefined) return false;
  if (was[1] !== is[1]) return true;
  return caret.has(ecosystem) && was[1] === '0' && was[2] !== is[2];
}
