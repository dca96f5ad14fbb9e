/** The CycloneDX document of the libraries whose code is inside the bundle, and what can be asked of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** CycloneDX 1.6 (ECMA-424). The same bundle gives the same bytes: no time and no serial number. `folders` are paths below `root`. */
export function makeBundledSbom(root, folders) {
  const { name, version, license } = readJson(join(root, 'package.json'));
  const { packages: locked } = readJson(join(root, 'package-lock.json'));
  const libraries = folders.map((folder) => {
    const manifest = readJson(join(root, folder, 'package.json'));
    return { folder, manifest, ref: purlOf(manifest) };
  });
  const product = { type: 'application', 'bom-ref': purlOf({ name, version }), name, version, licenses: [{ license: { id: license } }] };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { ...product, purl: product['bom-ref'] } },
    components: libraries.map(({ folder, manifest, ref }) => ({
      type: 'library',
      'bom-ref': ref,
      ...splitScope(manifest.name),
      version: manifest.version,
      licenses: [licenseOf(manifest.license)],
      hashes: hashesOf(locked[folder]?.integrity),
      purl: ref,
    })),
    dependencies: [
      { ref: product['bom-ref'], dependsOn: libraries.map(({ ref }) => ref) },
      ...libraries.map(({ folder, manifest, ref }) => ({ ref, dependsOn: dependenciesOf(folder, manifest, libraries) })),
    ],
  };
}

/** Name, version and licence of each bundled library. */
export function listBundledLibraries(sbom) {
  return sbom.components.map(({ group, name, version, licenses: [entry] }) => ({
    name: group === undefined ? name : `${group}/${name}`,
    version,
    license: entry.expression ?? entry.license.id,
  }));
}

/** The package folder of a module, the innermost where packages nest; undefined for our own sources. */
export function packageFolderOf(root, moduleId) {
  const path = moduleId.replaceAll('\\', '/').replace(`${root.replaceAll('\\', '/')}/`, '');
  return /^\0?(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
}

function purlOf({ name, version }) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function splitScope(name) {
  const [scope, rest] = name.startsWith('@') ? name.split('/') : [undefined, name];
  return scope === undefined ? { name } : { group: scope, name: rest };
}

function licenseOf(license) {
  return /\s/.test(license) ? { expression: license } : { license: { id: license } };
}

/** npm's `integrity` is Subresource Integrity: base64 where CycloneDX has hex. */
function hashesOf(integrity) {
  const digest = /^sha512-(\S+)$/.exec(integrity ?? '')?.[1];
  if (digest === undefined) throw new Error(`package-lock.json has no SHA-512 of a bundled library: ${integrity}`);
  return [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }];
}

/** Node's own resolution: the nearest folder upwards that has the name. */
function dependenciesOf(folder, manifest, libraries) {
  const byFolder = new Map(libraries.map((library) => [library.folder, library.ref]));
  return Object.keys(manifest.dependencies ?? {})
    .map((name) => {
      for (let from = folder; ; from = from.slice(0, from.lastIndexOf('/node_modules/'))) {
        const ref = byFolder.get(`${from}/node_modules/${name}`);
        if (ref !== undefined) return ref;
        if (!from.includes('/node_modules/')) return byFolder.get(`node_modules/${name}`);
      }
    })
    .filter((ref) => ref !== undefined)
    .sort();
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
