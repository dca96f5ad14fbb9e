import { type Advisory, type AffectedPackage } from '../../model/advisory.ts';
import { type EcosystemId } from '../../model/ecosystem.ts';
import { versionSchemes } from '../../version/version-schemes.ts';
import { type SecurityFix } from './security-fixes.ts';

const { apk } = versionSchemes;

interface Flaw {
  readonly aliases: Set<string>;
  /** By release and package. */
  readonly fixes: Map<string, { readonly release: string | undefined; readonly name: string; fixed: string }>;
}

/** Whose fixes they are. */
export interface FixPublisher {
  readonly sourceId: string;
  readonly ecosystem: EcosystemId;
  /** Its page about a flaw. */
  pageOf(id: string): string;
}

/** Collects the fixes of all branches, so that a flaw is one advisory; some ten megabytes when full. */
export class SecurityFixBook {
  readonly #flaws = new Map<string, Flaw>();
  readonly #told = new Set<string>();
  readonly #publisher: FixPublisher;

  constructor(publisher: FixPublisher) {
    this.#publisher = publisher;
  }

  /** The reason, once for each version that cannot be compared; it is kept, so that a match is undecided rather than missed. */
  add(release: string | undefined, { id, aliases, name, fixed }: SecurityFix): string | undefined {
    const flaw: Flaw = this.#flaws.get(id) ?? { aliases: new Set(), fixes: new Map() };
    this.#flaws.set(id, flaw);
    for (const alias of aliases) flaw.aliases.add(alias);
    const key = `${release ?? ''}/${name}`;
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
        sourceId: this.#publisher.sourceId,
        aliases: [...aliases],
        covers: [],
        severities: [],
        references: [this.#publisher.pageOf(id)],
        affected: [...fixes.values()].map(({ release, name, fixed }) =>
          describeFix({ ecosystem: this.#publisher.ecosystem, ...(release !== undefined && { release }), name, versions: [] }, fixed),
        ),
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

function describeFix(base: Pick<AffectedPackage, 'ecosystem' | 'release' | 'name' | 'versions'>, fixed: string): AffectedPackage {
  if (fixed === '0') return { ...base, status: 'not-affected', ranges: [], fixState: 'unknown' };
  return { ...base, status: 'affected', ranges: [{ introduced: '0', fixed }], fixState: 'fixed' };
}
