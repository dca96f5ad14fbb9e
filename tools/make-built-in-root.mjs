/**
 * Writes src/trust/sigstore/refresh/built-in-root.ts: where trust in sigstore's public good instance starts on a machine that has never met it. Both
 * files come from the seeds of npm's package @sigstore/tuf, which sigstore publishes for this purpose; npm checks the package's integrity.
 *
 *   node tools/make-built-in-root.mjs [--package @sigstore/tuf@VERSION] [--through ROOT.json]…
 *
 * A new root must be signed by enough keys of the root that is built in now, as TUF asks of every successor; where versions lie between, each is given
 * with --through (the seeds of older packages, and PyPI's package sigstore, have them). `--first` leaves the predecessor out.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Metadata, MetadataKind } from '@tufjs/models';

const target = join(import.meta.dirname, '../src/trust/sigstore/refresh/built-in-root.ts');
const mirror = 'https://tuf-repo-cdn.sigstore.dev';
const { values } = parseArgs({
  options: {
    package: { type: 'string', default: '@sigstore/tuf@latest' },
    through: { type: 'string', multiple: true, default: [] },
    first: { type: 'boolean', default: false },
  },
});

const { name, version, publishedOn, seeds } = readPackage(values.package);
const seed = seeds[mirror];
const root = Buffer.from(seed['root.json'], 'base64').toString('utf8');
const trustedRoot = Buffer.from(seed.targets['trusted_root.json'], 'base64').toString('utf8');
const chain = [
  ...(values.first ? [] : [[...readFileSync(target, 'utf8').matchAll(/String\.raw`(.*?)`/gs)][0][1]]),
  ...values.through.map((path) => readFileSync(path, 'utf8')),
  root,
].map((text) => Metadata.fromJSON(MetadataKind.Root, JSON.parse(text)));
for (const [at, metadata] of chain.entries()) {
  metadata.verifyDelegate('root', metadata);
  const before = chain[at - 1];
  if (before === undefined || before.signed.equals(metadata.signed)) continue;
  if (metadata.signed.version !== before.signed.version + 1)
    throw new Error(`root version ${metadata.signed.version} does not follow ${before.signed.version}: give those between with --through`);
  before.verifyDelegate('root', metadata);
}
if (`${root}${trustedRoot}`.includes('`') || `${root}${trustedRoot}`.includes('${'))
  throw new Error('a seed cannot be written as a template');

const { signed } = chain.at(-1);
writeFileSync(
  target,
  `/**
 * Where trust in sigstore's public good instance starts on a machine that has never met it: its TUF root, and the trusted root for when the mirror
 * cannot be reached. Made by tools/make-built-in-root.mjs from the seeds of npm's package ${name} ${version}. Do not edit.
 */
export const builtInRoot = {
  /** When the package was published: both files are at least as old. */
  publishedOn: '${publishedOn}',
  rootVersion: ${signed.version},
  expiresAt: '${signed.expires}',
  /** \`root.json\`, to the byte. */
  root: String.raw\`${root}\`,
  /** \`trusted_root.json\`, to the byte. */
  trustedRoot: String.raw\`${trustedRoot}\`,
} as const;
`,
);
process.stdout.write(`${name} ${version}: TUF root version ${signed.version}, which expires ${signed.expires}\n`);

function readPackage(spec) {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-root-'));
  try {
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder, spec], { stdio: ['ignore', 'ignore', 'inherit'] });
    const [archive] = readdirSync(folder);
    execFileSync('tar', ['-xzf', join(folder, archive), '-C', folder]);
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package/package.json'), 'utf8'));
    const times = JSON.parse(execFileSync('npm', ['view', name, 'time', '--json'], { encoding: 'utf8' }));
    const seeds = JSON.parse(readFileSync(join(folder, 'package/seeds.json'), 'utf8'));
    return { name, version, publishedOn: times[version].slice(0, 10), seeds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
