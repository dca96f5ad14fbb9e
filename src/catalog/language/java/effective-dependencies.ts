import { type Pom, type PomDependency } from './parse-pom.ts';
import { type MavenProject, type ProjectTree } from './project-tree.ts';
import { resolveValue } from './resolve-pom.ts';

/** A dependency with everything that the project and its parents say of it. What could not be resolved is absent. */
export interface EffectiveDependency {
  readonly group: string | undefined;
  readonly artifact: string | undefined;
  readonly version: string | undefined;
  readonly scope: string;
  readonly type: string;
  readonly classifier: string | undefined;
}

const maxImports = 64;

/**
 * The dependencies of a project: its own and those of its parents, the nearest first, with the versions and scopes that dependency management gives
 * (maven.apache.org, "Introduction to the Dependency Mechanism"). Profiles count where they are active by default.
 */
export function effectiveDependencies(project: MavenProject, projects: ProjectTree): readonly EffectiveDependency[] {
  const chain = project.chain.map(withDefaultProfiles);
  const managed = managedBy(chain, projects);
  const found = new Map<string, EffectiveDependency>();
  for (const written of chain.flatMap(({ dependencies }) => dependencies)) {
    const one = resolveDependency(written, chain);
    const key = keyOf(one);
    if (found.has(key)) continue;
    const rule = managed.get(key);
    const version = written.version === undefined ? rule?.version : one.version;
    found.set(key, { ...one, version, scope: written.scope === undefined ? (rule?.scope ?? 'compile') : one.scope });
  }
  return [...found.values()];
}

/** A pom as if the profiles that are active by default were part of it. */
function withDefaultProfiles(pom: Pom): Pom {
  const active = pom.profiles.filter(({ isActiveByDefault }) => isActiveByDefault);
  if (active.length === 0) return pom;
  return {
    ...pom,
    properties: new Map([...pom.properties, ...active.flatMap(({ properties }) => [...properties])]),
    dependencies: [...active.flatMap(({ dependencies }) => dependencies), ...pom.dependencies],
    managed: [...active.flatMap(({ managed }) => managed), ...pom.managed],
  };
}

/** What dependency management says, the nearest first. Lists of versions (BOM) are imported where they are in the tree, and come after what is written in the poms. */
function managedBy(chain: readonly Pom[], projects: ProjectTree): ReadonlyMap<string, EffectiveDependency> {
  const managed = new Map<string, EffectiveDependency>();
  const pending: (readonly Pom[])[] = [chain];
  const imported = new Set<string>();
  for (let current = pending.shift(); current !== undefined; current = pending.shift()) {
    for (const written of current.flatMap((pom) => pom.managed)) {
      const one = resolveDependency(written, current);
      if (one.scope === 'import' && one.type === 'pom') {
        const name = `${one.group ?? ''}:${one.artifact ?? ''}`;
        if (imported.has(name) || imported.size >= maxImports) continue;
        imported.add(name);
        const bom = one.group === undefined || one.artifact === undefined ? undefined : projects.find(one.group, one.artifact);
        if (bom !== undefined) pending.push(bom.chain.map(withDefaultProfiles));
      } else if (!managed.has(keyOf(one))) managed.set(keyOf(one), written.scope === undefined ? { ...one, scope: 'compile' } : one);
    }
  }
  return managed;
}

function resolveDependency(written: PomDependency, chain: readonly Pom[]): EffectiveDependency {
  const resolve = (value: string | undefined): string | undefined => resolveValue(value, chain);
  return {
    group: resolve(written.group),
    artifact: resolve(written.artifact),
    version: resolve(written.version),
    scope: resolve(written.scope) ?? 'compile',
    type: resolve(written.type) ?? 'jar',
    classifier: resolve(written.classifier),
  };
}

/** What identifies a dependency to Maven: Dependency.getManagementKey. */
function keyOf({ group, artifact, type, classifier }: EffectiveDependency): string {
  return [group ?? '', artifact ?? '', type, classifier ?? ''].join(':');
}
