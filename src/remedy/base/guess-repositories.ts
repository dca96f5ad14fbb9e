import { type ImageConfig } from '../../model/image.ts';
import { type DetectedDistribution } from '../../model/report.ts';

/** A repository that may have the base, and what its tag would begin with. */
export interface GuessedRepository {
  readonly repository: string;
  readonly version?: string;
}

/** Variables that Docker's official images set, and the repository that sets each. A later row is built on what an earlier one may be built on. */
const variables: readonly (readonly [variable: string, repository: string])[] = [
  ['NODE_VERSION', 'node'],
  ['PYTHON_VERSION', 'python'],
  ['GOLANG_VERSION', 'golang'],
  ['RUBY_VERSION', 'ruby'],
  ['PHP_VERSION', 'php'],
  ['RUST_VERSION', 'rust'],
  ['JAVA_VERSION', 'eclipse-temurin'],
  ['NGINX_VERSION', 'nginx'],
  ['HTTPD_VERSION', 'httpd'],
  ['REDIS_VERSION', 'redis'],
  ['PG_VERSION', 'postgres'],
  ['TOMCAT_VERSION', 'tomcat'],
  ['MAVEN_VERSION', 'maven'],
  ['PERL_VERSION', 'perl'],
  ['DOTNET_VERSION', 'mcr.microsoft.com/dotnet/runtime'],
  ['ASPNET_VERSION', 'mcr.microsoft.com/dotnet/aspnet'],
];

const distributions: ReadonlyMap<string, string> = new Map([
  ['debian', 'debian'],
  ['ubuntu', 'ubuntu'],
  ['alpine', 'alpine'],
  ['fedora', 'fedora'],
  ['rocky', 'rockylinux/rockylinux'],
  ['almalinux', 'almalinux'],
  ['ol', 'oraclelinux'],
  ['amzn', 'amazonlinux'],
  ['rhel', 'registry.access.redhat.com/ubi9'],
]);

/** Where the base may come from, the most likely first: by the variables that official images set, then by the distribution. */
export function guessRepositories(
  { env }: Pick<ImageConfig, 'env'>,
  distribution: Pick<DetectedDistribution, 'id' | 'release'> | undefined,
): readonly GuessedRepository[] {
  const values = new Map(env.map((line) => [line.slice(0, Math.max(0, line.indexOf('='))), line.slice(line.indexOf('=') + 1)]));
  const byVariable = variables.flatMap(([variable, repository]) => {
    const version = /^(?:jdk-?|v)?(\d+(?:\.\d+)*)/.exec(values.get(variable) ?? '')?.[1];
    return version === undefined ? [] : [{ repository, version }];
  });
  const { id = '', release } = distribution ?? {};
  const byDistribution = distributions.get(id);
  return [
    ...byVariable.reverse(),
    ...(byDistribution === undefined ? [] : [{ repository: byDistribution, ...(release === undefined ? {} : { version: release }) }]),
  ];
}
