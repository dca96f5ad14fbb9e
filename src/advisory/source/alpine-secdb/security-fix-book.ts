import { type Advisory, type AffectedPackage } from '../../../model/advisory.ts';
import { versionSchemes } from '../../../version/version-schemes.ts';
import { type SecurityFix } from './security-fixes.ts';

const { apk } = versionSchemes;

interface Flaw {
  readonly aliases: Set<string>;
  /** By release and package. */
  readonly fixes: Map<string, { readonly release: string; readonly name: string; fixed: string }>;
}

/** Collects the fixes of all branches, so that a flaw is one advisory; some ten megabytes when full. */
export class SecurityFixBook {
  readonly #flaws = new Map<string, Flaw>();
  readonly #told = new Set<string>();

  /** The reason, once for each version that cannot be compared; it is kept, so that a match is undecided rather than missed. */
  add(release: string, { id, aliases, name, fixed }: SecurityFix): string | undefined {
    const flaw: Flaw = this.#flaws.get(id) ?? { aliases: new Set(), fixes: new Map() };
    this.#flaws.set(id, flaw);
    for (const alias of aliases) flaw.aliases.add(alias);
    const key = `${release}/${name}`;
    const earlier = flaw.fixes.get(key);
    if (earlier === undefined) flaw.fixes.set(key, { release, name, fixed });
    else earlier.fixed = laterOf(earlier.fixed, fixed);
    if (fixed === '0' || apk.isValid(fixed) || this.#told.has(`${key}/${fixed}`)) return undefined;
    this.#told.add(`${key}/${fixed}`);
    return `${fixed} is not a valid apk version`;
  }

  *advisories(): Generator<Advisory> {
    for (const [id, { aliases, fixes }] of this.#flaws) {
      yield {
        id,
        sourceId: 'alpine-secdb',
        aliases: [...aliases],
        covers: [],
        severities: [],
        references: [`https://security.alpinelinux.org/vuln/${encodeURIComponent(id)}`],
        affected: [...fixes.values()].map(({ release, name, fixed }) => describeFix(release, name, fixed)),
      };
    }
  }
}

/** A flaw that is listed under two versions was not whole with the first. One that cannot be compared stays, to be seen. */
function laterOf(a: string, b: string): string {
  if (a === '0' || !apk.isValid(b)) return b;
  if (b === '0' || !apk.isValid(a)) return a;
  return apk.compare(a, b) >= 0 ? a : b;
}

function describeFix(release: string, name: string, fixed: string): AffectedPackage {
  const base = { ecosystem: 'alpine', release, name, versions: [] } as const;
  if (fixed === '0') return { ...base, status: 'not-affected', ranges: [], fixState: 'unknown' };
  return { ...base, status: 'affected', ranges: [{ introduced: '0', fixed }], fixState: 'fixed' };
}
