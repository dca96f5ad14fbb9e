import { ecosystem } from '../../model/ecosystem.ts';
import { type VulnerabilityFinding } from '../../model/finding.ts';
import { type Package } from '../../model/package.ts';
import { type ActionKind } from '../../model/plan.ts';
import { readableInstruction } from '../../model/readable-instruction.ts';
import { type Candidate, type Situation } from './candidate.ts';
import { type Dependents, dependentsOf } from './dependents.ts';
import { groupBy } from './group-by.ts';
import { listNames } from './list-names.ts';

interface Need {
  readonly kind: ActionKind;
  readonly names: RegExp;
  readonly text: (names: string) => string;
}

/** Packages that building needs and running does not, and those that neither does. Names are of Debian, Alpine and Red Hat. */
const needs: readonly Need[] = [
  {
    kind: 'use-build-stage',
    names:
      /^(?:build-essential|build-base|gcc|g\+\+|cpp|gcc-c\+\+|clang|llvm|rustc|cargo|golang|make|cmake|ninja-build|meson|autoconf|automake|libtool|bison|flex|m4|patch|binutils|dpkg-dev|pkg-config|pkgconf|rpm-build|maven|gradle|python3-pip|py3-pip|node-gyp|libc6-dev|linux-libc-dev|musl-dev|(?:gcc|g\+\+|cpp|clang|llvm|golang|openjdk|binutils)-.*(?:\d|-dev|-jdk.*|-x86-64-linux-gnu|-common)|default-jdk.*|.*-dev|.*-devel)$/,
    text: (names) => `build in an earlier stage, so that the image has no ${names}`,
  },
  {
    kind: 'remove-package',
    names: /^(?:man-db|manpages.*|info|texinfo|perl-doc|vim.*|nano|emacs.*|gdb|strace|ltrace|tcpdump|nmap|.*-docs?|.*-man)$/,
    text: (names) => `leave out ${names}`,
  },
];

/** How many packages an action names; the rest are in `changes`. */
const maxNames = 3;
const maxInstructionLength = 60;

/** Packages of the distribution that an instruction of the image's own brought and that running it does not need, by instruction. */
export function removals({ findings, packages, layers }: Situation): readonly Candidate[] {
  if (layers.length === 0) return [];
  const byPackage = groupBy(findings, ({ packageId }) => packageId);
  const own = [...packages.values()].filter(
    ({ ecosystem: id, layerIndex }) => ecosystem(id).distribution !== undefined && layerIndex > 0 && layers[layerIndex]?.broughtBy !== 'base',
  ); // prettier-ignore
  if (own.length === 0) return [];
  const dependents = dependentsOf(packages);
  const candidates: Candidate[] = [];
  for (const { kind, names, text } of needs)
    for (const [layerIndex, inLayer] of groupBy(own, (found) => found.layerIndex)) {
      const removed = withOrphans(unneeded(inLayer, names, dependents), inLayer, dependents);
      const taken = removed.flatMap(({ id }): readonly VulnerabilityFinding[] => byPackage.get(id) ?? []);
      if (taken.length === 0) continue;
      const instruction = shorten(readableInstruction(layers[layerIndex]?.createdBy ?? ''));
      const named = sortByFindings(removed, byPackage).map(({ name }) => name);
      candidates.push({
        action: {
          kind,
          text: `${text(listNames(named, maxNames))}${instruction === '' ? '' : ` (${instruction})`}`,
          changes: removed.map(({ id, name }) => ({ packageId: id, name })),
          layerIndex,
        },
        findings: taken,
      });
    }
  return candidates;
}

/** Those of the list that nothing which stays needs. */
function unneeded(inLayer: readonly Package[], names: RegExp, dependents: Dependents): readonly Package[] {
  let removed = inLayer.filter(({ name }) => names.test(name));
  for (;;) {
    const ids = new Set(removed.map(({ id }) => id));
    const left = removed.filter(({ id }) => (dependents.get(id) ?? []).every((above) => ids.has(above.id)));
    if (left.length === removed.length) return left;
    removed = left;
  }
}

/** And what the same instruction brought for them alone. */
function withOrphans(removed: readonly Package[], inLayer: readonly Package[], dependents: Dependents): readonly Package[] {
  const ids = new Set(removed.map(({ id }) => id));
  const isOrphan = ({ id }: Package): boolean => {
    const above = dependents.get(id) ?? [];
    return !ids.has(id) && above.length > 0 && above.every((each) => ids.has(each.id) || each.id === id);
  };
  const all = [...removed];
  for (let more = inLayer.filter(isOrphan); more.length > 0; more = inLayer.filter(isOrphan))
    for (const each of more) {
      ids.add(each.id);
      all.push(each);
    }
  return all;
}

function sortByFindings(removed: readonly Package[], byPackage: ReadonlyMap<string, readonly VulnerabilityFinding[]>): readonly Package[] {
  const countOf = ({ id }: Package): number => byPackage.get(id)?.length ?? 0;
  return removed.toSorted((a, b) => countOf(b) - countOf(a) || (a.name < b.name ? -1 : 1));
}

function shorten(text: string): string {
  return text.length > maxInstructionLength ? `${text.slice(0, maxInstructionLength - 1)}…` : text;
}
