import { type FileTree, type TreeEntry } from '../../../model/file-tree.ts';
import { type IssueCode } from '../../../model/issue-codes.ts';
import { makeIssue, type Issue } from '../../../model/issue.ts';
import { packageId } from '../../../model/package.ts';
import { type Catalogued, type CataloguedPackage, type FactCataloger } from '../../cataloger.ts';
import { makeLanguagePackage } from '../language-package.ts';
import { type ArchiveFact } from './archive-fact.ts';
import { javaArchive } from './java-archive.ts';
import { isInJavaHome } from './java-home.ts';
import { identifyArchive, nameOf, type Identity } from './java-identity.ts';
import { spdxOf } from './java-licenses.ts';
import { type Artifact } from './merge-poms.ts';

/** Java archives, those inside them, and what was shaded into them. */
export const javaInstalled: FactCataloger = {
  id: 'java-installed',
  evidence: 'file',
  ecosystems: ['maven'],
  details: ['licenses'],
  reads: 'Java archives (jar, war, ear, aar, par, sar, nar, kar, lpkg, jpi, hpi), also inside one another',
  inspector: javaArchive,
  catalogFact: (file, value, { tree }) => {
    const facts = value as readonly ArchiveFact[];
    return isOfRuntime(facts[0], file.path, tree) ? { packages: [], issues: [] } : catalogArchives(file, facts);
  },
};

/** The class library of Java itself, up to Java 8 in archives, is part of the runtime, which is a package of its own. */
function isOfRuntime(fact: ArchiveFact | undefined, path: string, tree: FileTree): boolean {
  const title = fact?.manifest?.['implementation-title'];
  const isNamed = title === 'Java Runtime Environment' || /\/(?:ext|security)\//.test(path);
  return isNamed && isInJavaHome(tree, path);
}

function catalogArchives(file: TreeEntry, facts: readonly ArchiveFact[]): Catalogued {
  const packages: CataloguedPackage[] = [];
  const problems: string[] = [];
  const unknown: string[] = [];
  const containers = new Set(facts.filter(({ inside }) => inside.length > 0).map(({ inside }) => inside.slice(0, -1).join('!/')));
  /** By path inside the file: the package that an archive is, or the one around it. */
  const carriers = new Map<string, string | undefined>();
  for (const fact of facts) {
    const inside = fact.inside.join('!/');
    const path = inside === '' ? file.path : `${file.path}!/${inside}`;
    const around = inside === '' ? undefined : carriers.get(fact.inside.slice(0, -1).join('!/'));
    const { artifact, shaded, candidates } = identifyArchive(fact, fact.inside.at(-1) ?? file.path);
    const isOwn = artifact?.isGroupGuessed === true && isSpringApplication(fact);
    const own =
      artifact === undefined || isWithoutCode(fact, path)
        ? undefined
        : makePackage(artifact, { file, path, parent: around, ...(isOwn ? { isOwn } : { candidates }) });
    carriers.set(inside, own?.id ?? around);
    if (own !== undefined) packages.push(own);
    for (const one of shaded) packages.push({ ...makePackage(one, { file, path, parent: own?.id ?? around }), evidence: 'vendored' });
    problems.push(...fact.problems.map((problem) => `${path} ${problem}`));
    const isNamed = artifact !== undefined || shaded.length > 0 || containers.has(inside);
    if (!isNamed && fact.hasClasses && fact.problems.length === 0 && !isApplication(fact, path)) unknown.push(path);
  }
  const where = { path: file.path, layerIndex: file.layerIndex, contentKind: 'java' } as const;
  const issue = (code: IssueCode, message: string): Issue => makeIssue(code, javaInstalled.id, message, where);
  const others = unknown.length > 1 ? ` (and ${unknown.length - 1} more inside ${file.path})` : '';
  return {
    packages: withoutCopies(packages),
    issues: [],
    unlessOwned: [
      ...problems.map((problem) => issue('ARCHIVE_UNREADABLE', problem)),
      ...(unknown.length === 0
        ? []
        : [issue('ARTIFACT_UNIDENTIFIED', `${unknown[0]!}${others} has neither Maven coordinates nor a version`)]),
    ],
  };
}

interface Place {
  readonly file: TreeEntry;
  readonly path: string;
  readonly parent: string | undefined;
  readonly candidates?: Identity['candidates'];
  readonly isOwn?: boolean;
}

function makePackage(artifact: Artifact, { file, path, parent, candidates = [], isOwn = false }: Place): CataloguedPackage {
  const { version, licenses } = artifact;
  const made = makeLanguagePackage(
    'maven',
    { name: nameOf(artifact), ...(version === undefined ? {} : { version }), licenses: [...new Set(licenses.map(spdxOf))], isOwn },
    file,
  );
  return {
    ...made,
    id: packageId(made.purl, path),
    locations: [{ path, layerIndex: file.layerIndex }],
    ...(path === file.path ? {} : { heldIn: file.path }),
    ...(parent === undefined ? {} : { parent }),
    ...(candidates.length === 0 ? {} : { candidates }),
  };
}

/** Sources and documentation are published beside an artifact, under its name. */
function isWithoutCode({ hasClasses }: ArchiveFact, path: string): boolean {
  return !hasClasses && /-(?:sources|javadoc)\.jar$/.test(path);
}

function withoutCopies(packages: readonly CataloguedPackage[]): readonly CataloguedPackage[] {
  return [...new Map(packages.map((found) => [found.id, found])).values()];
}

/** An application of Spring Boot is what an image is made for; published ones have their coordinates. */
function isSpringApplication({ manifest }: ArchiveFact): boolean {
  return manifest?.['start-class'] !== undefined;
}

/** The project's own code has no name that advisories know. */
function isApplication(fact: ArchiveFact, path: string): boolean {
  return fact.manifest?.['main-class'] !== undefined || isSpringApplication(fact) || /\.(?:war|ear)$/i.test(path);
}
