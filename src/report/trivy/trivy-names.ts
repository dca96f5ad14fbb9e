/** What Trivy calls distributions, by their id in os-release; the same for all others. */
export const trivyFamilies: ReadonlyMap<string, string> = new Map([
  ['rhel', 'redhat'],
  ['amzn', 'amazon'],
  ['ol', 'oracle'],
  ['almalinux', 'alma'],
  ['opensuse-leap', 'opensuse.leap'],
  ['opensuse-tumbleweed', 'opensuse.tumbleweed'],
  ['sles', 'suse linux enterprise server'],
  ['azurelinux', 'azurelinux'],
  ['mariner', 'cbl-mariner'],
]);

interface TrivyType {
  /** Of packages on disk, which Trivy lists together under a title. */
  readonly installed: { readonly type: string; readonly title: string };
  /** Of lock files. */
  readonly declared: string;
}

/** What Trivy calls packages of languages, by purl type. */
export const trivyTypes: ReadonlyMap<string, TrivyType> = new Map<string, TrivyType>([
  ['npm', { installed: { type: 'node-pkg', title: 'Node.js' }, declared: 'npm' }],
  ['pypi', { installed: { type: 'python-pkg', title: 'Python' }, declared: 'pip' }],
  ['maven', { installed: { type: 'jar', title: 'Java' }, declared: 'pom' }],
  ['gem', { installed: { type: 'gemspec', title: 'Ruby' }, declared: 'bundler' }],
  ['golang', { installed: { type: 'gobinary', title: '' }, declared: 'gomod' }],
  ['cargo', { installed: { type: 'rustbinary', title: '' }, declared: 'cargo' }],
  ['composer', { installed: { type: 'composer-vendor', title: '' }, declared: 'composer' }],
  ['nuget', { installed: { type: 'dotnet-core', title: '' }, declared: 'nuget' }],
]);
