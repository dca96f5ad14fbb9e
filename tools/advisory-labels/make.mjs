/**
 * Makes the labels of one image, by other means than pratique's own: Debian packages by the tracker's file and `dpkg --compare-versions`, npm packages by OSV's
 * export and npm's `semver`. Usage: node tools/advisory-labels/make.mjs SBOM FEEDS NAME, where SBOM is CycloneDX JSON of `pratique sbom`.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import semver from 'semver'; // a part of npm, and of tools that the project develops with

const [sbomFile, feeds, name] = process.argv.slice(2);
const sbom = JSON.parse(readFileSync(sbomFile, 'utf8'));
const codename = 'bookworm';
/** What a package manager of the distribution owns is the distribution's to judge, so no label is made for it. */
const isOwnCode = ({ properties = [] }) => properties.some(({ value }) => /^\d+ (?:app|srv|opt|home)\//.test(value ?? ''));
const kept = sbom.components.filter(
  ({ type, purl = '', properties }) =>
    type === 'operating-system' || purl.startsWith('pkg:deb/') || (purl.startsWith('pkg:npm/') && isOwnCode({ properties })),
);
const labels = new Map();
const isLess = (a, b) => {
  try {
    execFileSync('dpkg', ['--compare-versions', a, 'lt', b]);
    return true;
  } catch {
    return false;
  }
};

const tracker = JSON.parse(readFileSync(join(feeds, 'debian-security-tracker/tracker/data/json'), 'utf8'));
const answers = new Map();
for (const { purl, name: binary, version } of kept.filter(({ purl = '' }) => purl.startsWith('pkg:deb/'))) {
  // A source with a version of its own is left out: which of the two versions counts is what is to be tested elsewhere.
  const upstream = decodeURIComponent(new URL(purl).searchParams.get('upstream') ?? binary);
  if (upstream.includes('@')) continue;
  for (const [cve, { releases }] of Object.entries(tracker[upstream] ?? {})) {
    const state = releases[codename];
    if (state === undefined || !cve.startsWith('CVE-') || state.status === 'undetermined') continue;
    const key = `${version} ${state.fixed_version}`;
    if (state.status === 'resolved' && !answers.has(key))
      answers.set(key, state.fixed_version !== '0' && isLess(version, state.fixed_version));
    labels.set(`${binary} ${cve}`, state.status === 'open' || answers.get(key));
  }
}

const byName = new Map();
for (const bytes of Object.values(unzipSync(readFileSync(join(feeds, 'osv/npm/all.zip'))))) {
  const record = JSON.parse(strFromU8(bytes));
  const cve = (record.aliases ?? []).filter((id) => id.startsWith('CVE-'));
  if (record.withdrawn !== undefined || cve.length !== 1) continue;
  for (const affected of record.affected ?? []) {
    if (affected.package?.ecosystem !== 'npm') continue;
    byName.set(affected.package.name, [...(byName.get(affected.package.name) ?? []), { cve: cve[0], affected }]);
  }
}
for (const { group, name: last, version } of kept.filter(({ purl = '' }) => purl.startsWith('pkg:npm/'))) {
  const packageName = group === undefined ? last : `${group}/${last}`;
  for (const { cve, affected } of byName.get(packageName) ?? []) {
    const isIn =
      (affected.ranges ?? []).some(({ type, events }) => type === 'SEMVER' && isInside(version, events)) ||
      (affected.versions ?? []).includes(version);
    const key = `${packageName} ${cve}`;
    labels.set(key, (labels.get(key) ?? false) || isIn);
  }
}

function isInside(version, events) {
  let isIn = false;
  for (const event of events) {
    if (event.introduced !== undefined && (event.introduced === '0' || semver.gte(version, event.introduced))) isIn = true;
    if (event.fixed !== undefined && semver.gte(version, event.fixed)) isIn = false;
    if (event.last_affected !== undefined && semver.gt(version, event.last_affected)) isIn = false;
  }
  return isIn;
}

const minimal = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  components: kept.map(({ type, group, name: last, version, purl, description }) => ({
    type,
    ...(group && { group }),
    name: last,
    version,
    ...(purl && { purl }),
    ...(description && { description }),
  })),
};
const sorted = [...labels].sort(([a], [b]) => (a < b ? -1 : 1));
const of = (answer) => sorted.filter(([, is]) => is === answer).map(([label]) => label);
// What is not affected is most of it: every fifth is enough to see a comparison that went wrong.
const notAffected = of(false).filter((_, at) => at % 5 === 0);
writeFileSync(join(import.meta.dirname, `${name}.cdx.json`), `${JSON.stringify(minimal)}\n`);
writeFileSync(join(import.meta.dirname, `${name}.labels.json`), `${JSON.stringify({ affected: of(true), notAffected }, undefined, 1)}\n`);
process.stdout.write(`${kept.length} packages; affected ${of(true).length}, not affected ${notAffected.length}\n`);
