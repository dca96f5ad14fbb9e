import { XmlError } from '../../../lib/xml/parse-xml.ts';
import { type TreeEntry } from '../../../model/file-tree.ts';
import { type CatalogContext, type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { catalogLock, languageIssue, unreadableLock } from '../catalog-lock.ts';
import { listNames } from '../list-names.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { effectiveDependencies, type EffectiveDependency } from './effective-dependencies.ts';
import { spdxOf } from './java-licenses.ts';
import { isName } from './pom-facts.ts';
import { coordinatesOf, pomFiles, projectTreeOf, resolvePath, type MavenProject, type ProjectTree } from './project-tree.ts';

/** Maven's pom.xml: what a project and its parents in the tree ask for. What that brings along stands in repositories, which are not asked. maven.apache.org/pom.html. */
export const mavenProject: FileCataloger = {
  id: 'maven-project',
  evidence: 'declared',
  ecosystems: ['maven'],
  details: ['dependencies', 'development', 'licenses'],
  isSourceOnly: true,
  files: pomFiles,
  catalog: catalogProject,
};

function catalogProject(file: TreeEntry, content: Uint8Array, { tree }: CatalogContext): Catalogued {
  if (isNoProject(file.path)) return { packages: [], issues: [] };
  const projects = projectTreeOf(tree);
  try {
    const project = projects.open(file.path, content);
    const dependencies = projects.isOnlyInherited(project) ? [] : effectiveDependencies(project, projects);
    const { inSource = [], ...catalogued } = catalogLock('maven', mavenProject.id, file, readProject(project, dependencies, projects));
    const isRootOfMore = project.pom.modules.length > 0 || projects.isParent(file.path);
    const transitive = project.chain.length === 1 ? transitiveIssues(file, dependencies, isRootOfMore) : [];
    return { ...catalogued, inSource: [...inSource, ...transitive] };
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return catalogLock('maven', mavenProject.id, file, unreadableLock(error.message));
  }
}

/** Templates of projects, and copies that a build made of poms. */
function isNoProject(path: string): boolean {
  return /(?:^|\/)(?:archetype-resources|META-INF\/maven)\//.test(path);
}

function readProject(project: MavenProject, dependencies: readonly EffectiveDependency[], projects: ProjectTree): Lock {
  const problems: string[] = [];
  const unpinned: string[] = [];
  const records = dependencies.flatMap((one): readonly LockRecord[] => {
    const { group, artifact } = one;
    if (!isName(group) || !isName(artifact)) {
      problems.push(`has a dependency whose name is not known: ${group ?? '?'}:${artifact ?? '?'}`.slice(0, 300));
      return [];
    }
    const isModule = projects.isProject(group, artifact);
    const version = pinnedVersion(one.version);
    if (version === undefined && !isModule) unpinned.push(`${group}:${artifact}`);
    return [toRecord(one, `${group}:${artifact}`, version, isModule)];
  });
  return { records: [...ownRecord(project, records), ...records], problems: [...problems, ...missingModules(project, projects)], unpinned };
}

function toRecord(one: EffectiveDependency, name: string, version: string | undefined, isOwn: boolean): LockRecord {
  const { type, classifier, scope } = one;
  const qualifiers = { ...(type === 'jar' ? {} : { type }), ...(classifier === undefined ? {} : { classifier }) };
  return {
    key: `${name}:${type}:${classifier ?? ''}`,
    name,
    ...(version === undefined ? {} : { version }),
    ...(isOwn ? { isOwn } : { isDirect: true }),
    // What is provided is there to build against; the server that the application runs in has its own.
    ...(scope === 'test' || scope === 'provided' ? { isDevelopment: true } : {}),
    ...(Object.keys(qualifiers).length === 0 ? {} : { purl: { qualifiers } }),
    dependencies: [],
  };
}

function ownRecord(project: MavenProject, needs: readonly LockRecord[]): readonly LockRecord[] {
  const { group, artifact, version } = coordinatesOf(project);
  if (!isName(group) || !isName(artifact)) return [];
  const own = pinnedVersion(version);
  const { licenses } = project.chain.find((pom) => pom.licenses.length > 0) ?? { licenses: [] };
  return [
    {
      key: 'project',
      name: `${group}:${artifact}`,
      ...(own === undefined ? {} : { version: own }),
      licenses: licenses.map(spdxOf),
      isOwn: true,
      dependencies: needs.map(({ key }) => key),
    },
  ];
}

/** maven.apache.org/pom.html, "Dependency Version Requirement Specification": `[1.0]` is 1.0 and nothing else; other ranges, LATEST and RELEASE are decided when it is built. */
function pinnedVersion(version: string | undefined): string | undefined {
  const exact = /^\[([^,[\]()]+)\]$/.exec(version ?? '')?.[1]?.trim() ?? version;
  return exact === undefined || exact === 'LATEST' || exact === 'RELEASE' || !/^[^\s${}[\](),]+$/.test(exact) ? undefined : exact;
}

function missingModules({ path, pom }: MavenProject, projects: ProjectTree): readonly string[] {
  return pom.modules.flatMap((module) => {
    const place = resolvePath(path, module);
    const isThere = place !== undefined && [place, place === '' ? 'pom.xml' : `${place}/pom.xml`].some((one) => projects.has(one));
    return isThere || module.includes('${') ? [] : [`has a module ${module.slice(0, 200)} that is not there`];
  });
}

/** Once for a whole build: its root is the project without a parent in the tree. */
function transitiveIssues(file: TreeEntry, dependencies: readonly EffectiveDependency[], isRootOfMore: boolean): Catalogued['issues'] {
  if (dependencies.length === 0 && !isRootOfMore) return [];
  const names = dependencies.flatMap(({ group, artifact }) =>
    group === undefined || artifact === undefined ? [] : [`${group}:${artifact}`],
  );
  const listed = names.length === 0 ? '' : ` (${listNames(names)})`;
  const problem = `names direct dependencies only${listed}; what these depend on was not scanned`;
  return [languageIssue('TRANSITIVE_DEPENDENCIES_UNKNOWN', 'maven', mavenProject.id, file, problem)];
}
