/**
 * Writes src/advisory/starter/starter-rows.ts from a folder of feeds: facts about well-known packages, without any publisher's sentences.
 * Run by hand when the list is to change: `node tools/make-starter-advisories.ts FEEDS` (Node 22.18 or newer, or bundled).
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { advisorySources, enrichmentSources } from '../src/advisory/advisory-sources.ts';
import { openFeedFolder } from '../src/advisory/fetch/open-feed-folder.ts';
import { type Advisory, type AffectedPackage } from '../src/model/advisory.ts';
import { formatShardName } from '../src/model/advisory-key.ts';
import { quietRuntime } from '../src/model/runtime.ts';
import { type SeverityRating } from '../src/model/severity.ts';

const npmPackages = new Set(
  (
    'acorn ajv ansi-regex async axios body-parser braces cookie cross-spawn dicer ejs express follow-redirects form-data glob-parent handlebars hoek http-cache-semantics ' +
    'ini jquery js-yaml json-schema json5 jsonwebtoken kind-of lodash lodash.merge lodash.template marked minimatch minimist mixin-deep moment mongoose ms multer node-fetch node-forge ' +
    'node-notifier nodemailer path-parse path-to-regexp qs request semver send serialize-javascript serve-static set-value sharp socket.io-parser ' +
    'tar tough-cookie trim undici underscore validator word-wrap ws xml2js y18n yargs-parser'
  ).split(' '),
);
const debianPackages = new Set(
  'apt bash bind9 busybox bzip2 coreutils curl dpkg expat freetype git glib2.0 glibc gnutls28 krb5 libgcrypt20 libssh2 libtasn1-6 libwebp libxml2 lz4 ncurses nghttp2 openldap openssh openssl pam pcre2 perl postgresql-15 python3.11 shadow sqlite3 systemd tar util-linux xz-utils zlib'.split(
    ' ',
  ),
);
const alpinePackages = new Set(
  'apk-tools busybox curl expat git libxml2 musl nghttp2 nginx nodejs openssl python3 sqlite xz zlib'.split(' '),
);
const alpineReleases = new Set(['3.18', '3.19', '3.20']);

const folder = openFeedFolder(process.argv[2] ?? '');
const runtime = quietRuntime();

const exploited = new Map<string, string>();
for await (const item of enrichmentSources.find(({ id }) => id === 'kev')!.parse(folder, runtime)) {
  if ('cve' in item && item.enrichment.knownExploited !== undefined) exploited.set(item.cve, item.enrichment.knownExploited.addedOn);
}

async function read(sourceId: string): Promise<Advisory[]> {
  const advisories: Advisory[] = [];
  for await (const item of advisorySources.find(({ id }) => id === sourceId)!.parse(folder, runtime)) {
    if ('affected' in item) advisories.push(item);
  }
  return advisories;
}

const vectors = new Map<string, SeverityRating>();
for (const advisory of [...(await read('osv-alpine')), ...(await read('osv-debian'))]) {
  const [cve] = advisory.aliases;
  const [rating] = advisory.severities;
  if (cve !== undefined && rating?.vector !== undefined) vectors.set(cve, rating);
}

interface Row {
  readonly advisory: Advisory;
  readonly affected: AffectedPackage;
  readonly ratings: readonly SeverityRating[];
}

const npm: Row[] = [];
for (const advisory of await read('osv-npm')) {
  if (advisory.isMalware === true || !advisory.id.startsWith('GHSA-')) continue;
  for (const affected of advisory.affected)
    if (npmPackages.has(affected.name)) npm.push({ advisory, affected, ratings: advisory.severities });
}
const rows = [
  ...worst(mergeRanges(npm), 6),
  ...worst(select(await read('debian-tracker'), debianPackages, new Set(['12'])).filter(isOpenInStable), 4),
  ...worst(select(await read('alpine-secdb'), alpinePackages, alpineReleases), 4),
];

/** Publishers write one entry for each interval. */
function mergeRanges(all: readonly Row[]): readonly Row[] {
  const merged = new Map<string, Row>();
  for (const row of all) {
    const key = `${row.advisory.id} ${row.affected.name} ${row.affected.fixState}`;
    const before = merged.get(key);
    const ranges = [...(before?.affected.ranges ?? []), ...row.affected.ranges];
    merged.set(key, { ...row, affected: { ...row.affected, ranges } });
  }
  return [...merged.values()].filter(({ affected }) => affected.ranges.length > 0);
}

function select(advisories: readonly Advisory[], names: ReadonlySet<string>, releases: ReadonlySet<string>): readonly Row[] {
  return advisories.flatMap((advisory) => {
    if (!/^CVE-202[2-9]/.test(advisory.id)) return [];
    const facts = advisory.affected.filter(
      ({ name, release, status }) => names.has(name) && releases.has(release ?? '') && status === 'affected',
    );
    const rating = vectors.get(advisory.id);
    return facts.map((affected) => ({ advisory, affected, ratings: rating === undefined ? [] : [rating] }));
  });
}

/** What was fixed before the release was made can never be found in it. */
function isOpenInStable({ affected }: Row): boolean {
  return affected.ranges.some(({ fixed }) => fixed === undefined || fixed.includes('deb12u'));
}

/** Of each package and release the worst few, known exploited and recent ones first. */
function worst(candidates: readonly Row[], most: number): readonly Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of candidates) {
    const key = `${row.affected.release ?? ''}/${row.affected.name}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap((group) => {
    const ids = [...new Set(group.sort((a, b) => weight(b) - weight(a)).map(({ advisory }) => advisory.id))].slice(0, most);
    return group.filter(({ advisory }) => ids.includes(advisory.id));
  });
}

function weight({ advisory, affected, ratings }: Row): number {
  const cve = [advisory.id, ...advisory.aliases].find((id) => id.startsWith('CVE-'));
  const isStable = affected.ranges.some(({ fixed }) => fixed?.includes('+deb12u') === true);
  return (exploited.has(cve ?? '') ? 100 : 0) + (ratings[0]?.score ?? 0) + Number(cve?.slice(4, 8) ?? 2015) - 2015 + (isStable ? 20 : 0);
}

function format({ advisory, affected, ratings }: Row): string {
  const ranges = affected.ranges.map(({ introduced, fixed, lastAffected }) =>
    lastAffected === undefined ? `${introduced}..${fixed ?? ''}` : `${introduced}..=${lastAffected}`,
  );
  const rating = ratings.find(({ vector }) => vector !== undefined) ?? ratings[0];
  const own = affected.severity ?? (rating?.origin === 'nvd' ? undefined : rating);
  const cve = [advisory.id, ...advisory.aliases].find((id) => id.startsWith('CVE-'));
  return [
    advisory.id,
    advisory.aliases.join(',') || '-',
    '@',
    affected.name,
    ranges.join(','),
    affected.fixState,
    own === undefined ? '-' : `${own.origin}:${own.severity}`,
    rating?.vector ?? '-',
    exploited.get(cve ?? '') ?? '-',
  ].join(' ');
}

/** A fact that several releases share is one line: `alpine@3.18,3.19`. */
const placesByFact = new Map<string, Set<string>>();
for (const row of rows) {
  const fact = format(row);
  const places = placesByFact.get(fact) ?? new Set();
  placesByFact.set(fact, places.add(formatShardName(row.affected.ecosystem, row.affected.release)));
}
const lines = [...placesByFact].map(([fact, places]) => fact.replace(' @ ', ` ${joinReleases([...places].sort())} `)).sort();

function joinReleases([first = '', ...others]: readonly string[]): string {
  return [first, ...others.map((place) => place.slice(place.indexOf('@') + 1))].join(',');
}

const text = `/**
 * One fact a line: id, aliases, ecosystem and release, package, ranges, fix state, the publisher's own severity, CVSS vector, and the day it
 * was listed as known exploited. Facts only, made by tools/make-starter-advisories.ts from the GitHub Advisory Database, the Debian security
 * tracker, the Alpine security database, NVD and CISA.
 */
export const starterRows = \`
${lines.join('\n')}
\`;
`;
writeFileSync(join(import.meta.dirname, '../src/advisory/starter/starter-rows.ts'), text);
process.stdout.write(`${lines.length} rows, ${text.length} bytes\n`);
