import { escapePattern, type EditedManifest, type ManifestEditor, type ManifestUpgrade } from './manifest-editor.ts';

interface LineRule {
  /** Three groups: what precedes the version, the version, what follows. */
  readonly version: (name: string) => RegExp;
  /** Lines for what the project does not ask for itself; absent where only a command can do it. */
  readonly add?: (text: string, upgrades: readonly ManifestUpgrade[]) => string;
}

/** Replaces the version where the manifest has one, and adds what it does not name. */
function editor({ version, add }: LineRule): (text: string, upgrades: readonly ManifestUpgrade[]) => EditedManifest {
  return (text, upgrades) => {
    let edited = text;
    const done: string[] = [];
    const missing: ManifestUpgrade[] = [];
    for (const upgrade of upgrades) {
      const pattern = version(upgrade.name);
      if (!pattern.test(edited)) {
        missing.push(upgrade);
        continue;
      }
      edited = edited.replace(pattern, (_, before: string, _old: string, after: string) => `${before}${upgrade.to.replace(/^v/, '')}${after}`);
      done.push(upgrade.name);
    }
    if (add !== undefined && missing.length > 0) {
      edited = add(edited, missing);
      done.push(...missing.map(({ name }) => name));
    }
    return { text: edited, done };
  };
} // prettier-ignore

/** PEP 503: `-`, `_` and `.` are one, and letters have no case. */
function pythonName(name: string): string {
  return name.split(/[-_.]+/).map(escapePattern).join('[-_.]+');
} // prettier-ignore

function append(text: string, lines: readonly string[]): string {
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${lines.join('\n')}\n`;
}

/** Text manifests: one pattern each finds the version of a package. */
export const lineManifests: readonly ManifestEditor[] = [
  {
    ecosystem: 'pypi',
    file: /^requirements.*\.txt$/,
    edit: editor({
      version: (name) => new RegExp(`^(\\s*${pythonName(name)}\\s*(?:\\[[^\\]]*\\])?\\s*(?:==|~=|>=)\\s*)([^\\s;,#\\\\]+)()`, 'im'),
      add: (text, upgrades) => append(text, upgrades.map(({ name, to }) => `${name}>=${to}`)),
    }),
  },
  {
    ecosystem: 'go',
    file: /^go\.mod$/,
    edit: editor({
      version: (name) => new RegExp(`^(\\s*(?:require\\s+)?${escapePattern(name)}\\s+v)(\\S+)()`, 'm'),
      add: (text, upgrades) => append(text, upgrades.map(({ name, to }) => `\nrequire ${name} v${to.replace(/^v/, '')} // indirect`)),
    }),
    relock: ['go', 'mod', 'tidy'],
  },
  {
    ecosystem: 'cargo',
    file: /^Cargo\.toml$/,
    edit: editor({ version: (name) => new RegExp(`^(${escapePattern(name)}\\s*=\\s*(?:\\{[^}\\n]*?version\\s*=\\s*)?"[=^~]?)([^"]+)(")`, 'm') }),
    relock: ['cargo', 'update', '--workspace'],
  },
  {
    ecosystem: 'gem',
    file: /^Gemfile$/,
    edit: editor({ version: (name) => new RegExp(`^(\\s*gem\\s+['"]${escapePattern(name)}['"]\\s*,\\s*['"](?:~>|>=|=)?\\s*)([^'"]+)(['"])`, 'm') }),
    relock: ['bundle', 'lock', '--conservative'],
  },
  {
    ecosystem: 'composer',
    file: /^composer\.json$/,
    edit: editor({ version: (name) => new RegExp(`("${escapePattern(name)}"\\s*:\\s*"[~^]?)([^"]+)(")`, 'i') }),
    relock: ['composer', 'update', '--lock'],
  },
  {
    ecosystem: 'nuget',
    file: /\.csproj$|^Directory\.Packages\.props$/,
    edit: editor({
      version: (name) => new RegExp(`(<Package(?:Reference|Version)\\s+Include="${escapePattern(name)}"\\s+Version=")([^"]+)(")`, 'i'),
      add: (text, upgrades) =>
        text.replace(/[ \t]*<\/Project>/, (end) => `  <ItemGroup>\n${upgrades.map(({ name, to }) => `    <PackageReference Include="${name}" Version="${to}" />`).join('\n')}\n  </ItemGroup>\n${end}`),
    }),
    relock: ['dotnet', 'restore'],
  },
  {
    ecosystem: 'maven',
    file: /^pom\.xml$/,
    edit: editor({
      version: (name) => {
        const [group = '', artifact = ''] = name.split(':').map(escapePattern);
        return new RegExp(`(<groupId>\\s*${group}\\s*</groupId>\\s*<artifactId>\\s*${artifact}\\s*</artifactId>\\s*<version>\\s*)([^<$\\s]+)(\\s*</version>)`);
      },
      add: addManagedDependencies,
    }),
  },
]; // prettier-ignore

/** Maven reference, Dependency Management: its versions win over those that dependencies ask for. */
function addManagedDependencies(text: string, upgrades: readonly ManifestUpgrade[]): string {
  const rows = upgrades.map(({ name, to }) => {
    const [group = '', artifact = ''] = name.split(':');
    return `      <dependency>\n        <groupId>${group}</groupId>\n        <artifactId>${artifact}</artifactId>\n        <version>${to}</version>\n      </dependency>\n`;
  });
  const open = /<dependencyManagement>\s*<dependencies>[ \t]*\n?/;
  if (open.test(text)) return text.replace(open, (found) => `${found.trimEnd()}\n${rows.join('')}`);
  return text.replace(/[ \t]*<\/project>/, (end) => `  <dependencyManagement>\n    <dependencies>\n${rows.join('')}    </dependencies>\n  </dependencyManagement>\n${end}`);
} // prettier-ignore
