/** What a tool that opens pull requests is set to update. */
export interface Updater {
  readonly name: 'Renovate' | 'Dependabot';
  /** The configuration file. */
  readonly path: string;
  /** Ecosystems in its own words; absent where it updates all that it finds. */
  readonly ecosystems?: readonly string[];
}

/** Where their configuration is, from the root of a repository. */
export const updaterFiles: readonly { readonly name: Updater['name']; readonly path: string }[] = [
  { name: 'Dependabot', path: '.github/dependabot.yml' },
  { name: 'Dependabot', path: '.github/dependabot.yaml' },
  { name: 'Renovate', path: 'renovate.json' },
  { name: 'Renovate', path: 'renovate.json5' },
  { name: 'Renovate', path: '.github/renovate.json' },
  { name: 'Renovate', path: '.github/renovate.json5' },
  { name: 'Renovate', path: '.gitlab/renovate.json' },
  { name: 'Renovate', path: '.renovaterc' },
  { name: 'Renovate', path: '.renovaterc.json' },
];

/** Words that matter, found in the text: neither file is used for anything but a hint. */
export function readUpdater({ name, path }: (typeof updaterFiles)[number], text: string): Updater {
  if (name === 'Dependabot') {
    const found = [...text.matchAll(/^[ \t]*(?:-[ \t]*)?["']?package-ecosystem["']?[ \t]*:[ \t]*["']?([a-z-]+)/gm)].map(([, word = '']) => word);
    return { name, path, ecosystems: [...new Set(found)] };
  }
  const [, list] = /["']?enabledManagers["']?\s*:\s*\[([^\]]*)\]/.exec(text) ?? [];
  return list === undefined ? { name, path } : { name, path, ecosystems: [...list.matchAll(/["']([\w-]+)["']/g)].map(([, word = '']) => word) };
} // prettier-ignore

/** What each of them calls a kind of file. */
const words: Readonly<Record<string, Readonly<Record<Updater['name'], readonly string[]>>>> = {
  Dockerfile: { Dependabot: ['docker'], Renovate: ['dockerfile'] },
  'package.json': { Dependabot: ['npm'], Renovate: ['npm'] },
  'requirements.txt': { Dependabot: ['pip'], Renovate: ['pip_requirements'] },
  'go.mod': { Dependabot: ['gomod'], Renovate: ['gomod'] },
  'pom.xml': { Dependabot: ['maven'], Renovate: ['maven'] },
  'Cargo.toml': { Dependabot: ['cargo'], Renovate: ['cargo'] },
  Gemfile: { Dependabot: ['bundler'], Renovate: ['bundler'] },
  'composer.json': { Dependabot: ['composer'], Renovate: ['composer'] },
};

/** What to say about files that a tool updates already, or could: one sentence for each. */
export function describeUpdaters(updaters: readonly Updater[], files: readonly string[]): readonly string[] {
  return updaters.flatMap(({ name, path, ecosystems }) => {
    const updates = (file: string): boolean => ecosystems === undefined || words[file]?.[name].some((word) => ecosystems.includes(word)) === true;
    const known = files.filter((file) => words[file] !== undefined);
    const [already, not] = [known.filter(updates), known.filter((file) => !updates(file))];
    return [
      ...(already.length === 0 ? [] : [`${name} (${path}) updates ${already.join(' and ')}: look for its pull requests before you apply this.`]),
      ...(not.length === 0 ? [] : [`${name} (${path}) does not update ${not.join(' and ')}; add ${not.flatMap((file) => words[file]?.[name] ?? []).join(' and ')} to it to keep them up to date.`]),
    ];
  });
} // prettier-ignore
