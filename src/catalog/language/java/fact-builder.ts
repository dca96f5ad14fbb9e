import { ZipError } from '../../../lib/zip/zip-error.ts';
import { limits } from '../../../model/limits.ts';
import { type ArchiveBudget } from './archive-budget.ts';
import { type ArchiveFact, type PomFact } from './archive-fact.ts';
import { folderOfClass, type EntryKind } from './archive-names.ts';
import { parseManifest } from './parse-manifest.ts';
import { pomPropertiesFact, pomXmlFact } from './pom-facts.ts';

/** So many folders tell whose classes an archive has. */
const maxFolders = 24;
const maxProblems = 8;

/** Collects what one archive says of itself. */
export class FactBuilder {
  readonly #inside: readonly string[];
  readonly #budget: ArchiveBudget;
  readonly #poms: PomFact[] = [];
  readonly #folders = new Set<string>();
  readonly #problems: string[] = [];
  #manifest: Readonly<Record<string, string>> | undefined;
  #hasClasses = false;

  constructor(inside: readonly string[], budget: ArchiveBudget) {
    this.#inside = inside;
    this.#budget = budget;
  }

  addClass(name: string): void {
    this.#hasClasses = true;
    if (this.#folders.size >= maxFolders) return;
    const folder = folderOfClass(name);
    if (folder !== undefined) this.#folders.add(folder);
  }

  /** Reads a manifest, pom.properties or pom.xml; what it says counts when the answer is called. */
  readMetadata(kind: EntryKind, name: string, content: Buffer): () => void {
    if (kind === 'manifest') {
      const manifest = parseManifest(content);
      return () => void (this.#manifest = manifest);
    }
    if (!this.#budget.mayAddPom()) return () => this.addProblem(`describes more than ${limits.jarPoms} artifacts`);
    const fact = kind === 'pom.properties' ? pomPropertiesFact(name, content) : pomXmlFact(name, content);
    return typeof fact === 'string' ? () => this.addProblem(fact) : () => void this.#poms.push(fact);
  }

  /** Whether an archive inside this one is to be read. */
  mayOpen(name: string): boolean {
    if (this.#inside.length >= limits.jarDepth) this.addProblem(`has ${name}, more than ${limits.jarDepth} archives deep`);
    else if (!this.#budget.mayOpenArchive()) this.addProblem(`has more than ${limits.jarArchives} archives in it`);
    else return true;
    return false;
  }

  get hasPoms(): boolean {
    return this.#poms.length > 0;
  }

  addProblem(problem: string): void {
    if (this.#problems.length < maxProblems && !this.#problems.includes(problem)) this.#problems.push(problem);
  }

  /** Runs what may fail in one entry, so that the others are read. */
  attempt(run: () => void): void {
    try {
      run();
    } catch (error) {
      if (!(error instanceof ZipError)) throw error;
      this.addProblem(error.message);
    }
  }

  build(sha1: string | undefined): ArchiveFact {
    return {
      inside: this.#inside,
      ...(sha1 === undefined ? {} : { sha1 }),
      ...(this.#manifest === undefined ? {} : { manifest: this.#manifest }),
      poms: this.#poms,
      folders: [...this.#folders].sort(),
      hasClasses: this.#hasClasses,
      problems: this.#problems,
    };
  }
}
