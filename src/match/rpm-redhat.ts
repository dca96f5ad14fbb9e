import { type Candidate } from '../model/advisory.ts';
import { type Package } from '../model/package.ts';
import { isForArchitecture, matchNarrowed } from './default-matcher.ts';
import { flawIdOf } from './flaw-id.ts';
import { type Matcher } from './matcher.ts';

/**
 * Red Hat and its rebuilds publish one fact per product stream. What an image has without a subscription's say-so is the plain release, so
 * facts of EUS, AUS, E4S and of layered products are about other builds; so are those of another module stream or another `.elN`.
 */
export const rpmRedhat: Matcher = {
  id: 'rpm-redhat',
  ecosystems: ['redhat', 'almalinux', 'rocky', 'oracle'],
  match: (found, candidates) => matchNarrowed(found, withoutOtherBranches(found, candidates), isAboutStream),
};

/**
 * A flaw is fixed once for each minor release (`.el9_2`, `.el9_3`), and a later one's fix has a higher version than the fix of an earlier one. Where the branch of the installed build
 * has a fix, that decides, and the others are about other builds.
 */
function withoutOtherBranches(found: Package, candidates: readonly Candidate[]): readonly Candidate[] {
  const branch = branchOf(found.version);
  if (branch === undefined) return candidates;
  const fixedHere = new Set<string>();
  for (const candidate of candidates) {
    if (branchOf(lastFix(candidate)) !== branch || !isAboutStream(found, candidate)) continue;
    for (const id of flawsOf(candidate)) fixedHere.add(id);
  }
  if (fixedHere.size === 0) return candidates;
  const isOfOther = (candidate: Candidate): boolean => {
    const other = lastFix(candidate);
    return other !== undefined && branchOf(other) !== branch && flawsOf(candidate).every((id) => fixedHere.has(id));
  };
  return candidates.filter((candidate) => !isOfOther(candidate));
}

function flawsOf({ advisory }: Candidate): readonly string[] {
  return advisory.covers.length > 0 ? advisory.covers : [flawIdOf(advisory)];
}

/** The `el9_2` of a build for a minor release. */
function branchOf(version: string | undefined): string | undefined {
  return /[.+_](el\d+_\d+)(?![0-9])/.exec(version ?? '')?.[1];
}

function isAboutStream(found: Package, candidate: Candidate): boolean {
  return (
    isPlainStream(candidate.affected.stream) &&
    isForArchitecture(found, candidate) &&
    isSameModule(found, candidate) &&
    isSameDistributionTag(found.version, candidate) &&
    variantOf(found.version) === variantOf(lastFix(candidate) ?? found.version)
  );
}

/** `appstream` and `enterprise_linux:9::appstream` are; `rhel_eus:9.2::appstream` is not. */
function isPlainStream(stream: string | undefined): boolean {
  if (stream === undefined) return true;
  return stream.split(':').every((part) => part === '' || isNumeric(part) || plainStreams.has(part));
}

/** Repositories of the plain release: parts of its CPEs in Red Hat's repository-to-cpe.json. */
const plainStreams: ReadonlySet<string> = new Set([
  'enterprise_linux', 'baseos', 'appstream', 'crb', 'codeready_linux_builder', 'highavailability', 'resilientstorage', 'nfv', 'realtime',
  'rt', 'sap', 'sap_hana', 'supplementary', 'hypervisor', 'server', 'client', 'workstation', 'computenode', 'desktop', 'container', 'main', 'extras', 'powertools', 'plus', 'devel',
]); // prettier-ignore

function isNumeric(text: string): boolean {
  return text !== '' && !Number.isNaN(Number(text));
}

/** Modular builds carry a mark in their release; a plain build is never of a module, and of two streams only the same is meant. */
function isSameModule(found: Package, candidate: Candidate): boolean {
  const fix = lastFix(candidate);
  const isModular = isModularBuild(found.version) || found.module !== undefined;
  const named = candidate.affected.module;
  if (named === undefined && fix === undefined) return true;
  if (isModular !== (named !== undefined || isModularBuild(fix))) return false;
  return named === undefined || found.module === undefined || streamOf(found.module) === streamOf(named);
}

/** The first two of `name:stream:version:context:architecture`. */
function streamOf(module: string): string {
  const [name, stream] = module.split(':');
  return stream === undefined ? module : `${name ?? ''}:${stream}`;
}

/** `.module+el8.9.0+19762+…` of Red Hat and Rocky, `.module_el8.9.0+…` of AlmaLinux. */
function isModularBuild(version: string | undefined): boolean {
  return version !== undefined && (version.includes('.module+el') || version.includes('.module_el'));
}

/** Oracle's builds for Ksplice and of certified modules are numbered apart: `2.28-164.0.3.ksplice1.el8`, `1.0.2k-21.0.3.el7_9_fips`. */
function variantOf(version: string | undefined): string {
  return /\.ksplice\d/.test(version ?? '') ? 'ksplice' : /_fips\b/.test(version ?? '') ? 'fips' : '';
}

/** A fix built for another major release says nothing about this build. */
function isSameDistributionTag(version: string | undefined, candidate: Candidate): boolean {
  const installed = distributionTag(version);
  const fixed = distributionTag(lastFix(candidate));
  return installed === undefined || fixed === undefined || installed === fixed;
}

/** The number in `.el9`, `.el9_4`, `.module+el8.9.0`. */
function distributionTag(version: string | undefined): string | undefined {
  if (version === undefined) return undefined;
  for (let at = version.indexOf('el'); at >= 0; at = version.indexOf('el', at + 1)) {
    const before = version[at - 1];
    const end = endOfDigits(version, at + 2);
    if (end > at + 2 && (before === '.' || before === '+' || before === '_')) return version.slice(at + 2, end);
  }
  return undefined;
}

function endOfDigits(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) at++;
  return at;
}

function lastFix({ affected }: Candidate): string | undefined {
  return affected.ranges.findLast((range) => range.fixed !== undefined)?.fixed;
}
