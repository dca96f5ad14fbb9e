import { formatBytes } from '../format-bytes.ts';
import { type FileRule } from '../image-rule.ts';

export interface PackageCache {
  readonly name: string;
  readonly pattern: RegExp;
  readonly remediation: string;
}

const home = '(?:root|home/[^/]+)';
/** What package managers leave behind; paths have no leading slash. */
export const packageCaches: readonly PackageCache[] = [
  { name: 'package lists of apt', pattern: /^var\/lib\/apt\/lists\/[^/]+_/, remediation: 'Delete them in the RUN of apt-get: rm -rf /var/lib/apt/lists/*.' },
  { name: 'packages downloaded by apt', pattern: /^var\/cache\/apt\/(?:archives\/[^/]+\.deb|(?:src)?pkgcache\.bin)$/, remediation: 'Run apt-get clean in the RUN that installs.' },
  { name: 'the cache of apk', pattern: /^(?:var\/cache|etc\/apk\/cache)\/apk\/[^/]+|^etc\/apk\/cache\/./, remediation: 'Use apk add --no-cache.' },
  { name: 'the cache of dnf or yum', pattern: /^var\/cache\/(?:dnf|yum|libdnf5)\/./, remediation: 'Run dnf clean all (yum, microdnf) in the RUN that installs.' },
  { name: 'the cache of zypper', pattern: /^var\/cache\/zypp\/./, remediation: 'Run zypper clean --all in the RUN that installs.' },
  { name: 'packages downloaded by pacman', pattern: /^var\/cache\/pacman\/pkg\/./, remediation: 'Run pacman -Scc --noconfirm in the RUN that installs.' },
  { name: 'the cache of pip', pattern: new RegExp(`^${home}/\\.cache/pip/.`), remediation: 'Use pip install --no-cache-dir, or a cache mount.' },
  { name: 'the cache of uv or poetry', pattern: new RegExp(`^${home}/\\.cache/(?:uv|pypoetry)/.`), remediation: 'Use a cache mount, or uv --no-cache.' },
  { name: 'the cache of conda', pattern: /^(?:opt|root)\/(?:mini)?(?:conda|forge)3?\/pkgs\/./, remediation: 'Run conda clean -afy in the RUN that installs.' },
  { name: 'the cache of npm', pattern: new RegExp(`^${home}/\\.npm/_cacache/.`), remediation: 'Run npm cache clean --force in the RUN that installs, or use a cache mount.' },
  { name: 'the cache of Yarn or pnpm', pattern: new RegExp(`^(?:usr/local/share/\\.cache/yarn|${home}/\\.(?:yarn/(?:berry/)?cache|cache/yarn|local/share/pnpm/store))/.`), remediation: 'Run yarn cache clean in the RUN that installs, or use a cache mount.' },
  { name: 'the cache of Go', pattern: new RegExp(`^(?:go/pkg/mod|${home}/go/pkg/mod|${home}/\\.cache/go-build)/.`), remediation: 'Build in a stage of its own, and copy the program.' },
  { name: 'the registry of Cargo', pattern: new RegExp(`^(?:usr/local/cargo|${home}/\\.cargo)/registry/.`), remediation: 'Build in a stage of its own, and copy the program.' },
  { name: 'the repository of Maven or Gradle', pattern: new RegExp(`^${home}/(?:\\.m2/repository|\\.gradle/caches)/.`), remediation: 'Build in a stage of its own, and copy the archive.' },
  { name: 'the cache of Composer', pattern: new RegExp(`^${home}/\\.(?:composer/cache|cache/composer)/.`), remediation: 'Run composer clear-cache in the RUN that installs.' },
  { name: 'the cache of NuGet', pattern: new RegExp(`^${home}/\\.nuget/packages/.`), remediation: 'Publish in a stage of its own, and copy the result.' },
]; // prettier-ignore

/** Nearly every file ends here. */
const anyCache = /^(?:var\/(?:lib\/apt|cache)\/|etc\/apk\/|root\/|home\/|opt\/|go\/|usr\/local\/(?:share\/\.cache|cargo)\/)/;

export const packageCache: FileRule = {
  id: 'package-cache',
  kind: 'misconfiguration',
  title: 'The cache of a package manager is left behind',
  rationale: 'It makes the image larger and serves nobody: the next build does not use it. A later RUN cannot take it out of the layer that has it.',
  remediation: 'Delete the cache in the RUN that installs, or use RUN --mount=type=cache.',
  severity: 'low',
  references: ['https://docs.docker.com/build/cache/optimize/#use-cache-mounts'],
  aliases: ['DKL-DI-0004', 'DKL-DI-0005'],
  examples: {
    bad: ['FILE 644 var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_InRelease 100kB', 'FILE 644 root/.cache/pip/http/a 1MB', 'FILE 644 var/cache/apk/APKINDEX.70c88391.tar.gz 1MB'],
    good: ['FILE 640 var/lib/apt/lists/lock', 'FILE 644 var/cache/ldconfig/aux-cache 1MB', 'FILE 644 app/.cache/x 1MB', 'FILE 644 var/lib/apt/lists/a_b'],
  },
  wants: ({ type, size }, name, directory) => type === 'file' && size > 0 && anyCache.test(`${directory}/`) && packageCaches.some(({ pattern }) => pattern.test(`${directory}/${name}`)),
  *check({ wanted }) {
    for (const { name, pattern, remediation } of packageCaches) {
      const files = wanted.filter(({ path }) => pattern.test(path));
      for (const layerIndex of new Set(files.map((file) => file.layerIndex))) {
        const ofLayer = files.filter((file) => file.layerIndex === layerIndex);
        const bytes = ofLayer.reduce((sum, { size }) => sum + size, 0);
        const [first] = ofLayer;
        const directory = first!.path.slice(0, first!.path.lastIndexOf('/'));
        const message = `${name} are left behind: ${formatBytes(bytes)} in ${ofLayer.length} ${ofLayer.length === 1 ? 'file' : 'files'}`;
        yield { message: name.startsWith('pack') ? message : message.replace(' are left', ' is left'), location: { path: directory, layerIndex }, key: name, remediation };
      }
    }
  },
}; // prettier-ignore
