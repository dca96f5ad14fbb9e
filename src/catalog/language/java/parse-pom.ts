import { parseXml, XmlError, type XmlElement } from '../../../lib/xml/parse-xml.ts';
import { limits } from '../../../model/limits.ts';

/** What the catalog reads of a Maven project: maven.apache.org/pom.html. Values as written, properties not replaced. */
export interface Pom {
  readonly group?: string;
  readonly artifact?: string;
  readonly version?: string;
  readonly parent?: PomParent;
  /** `jar` where it is not said; `pom` for projects that only hold others together. */
  readonly packaging: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly dependencies: readonly PomDependency[];
  readonly managed: readonly PomDependency[];
  readonly modules: readonly string[];
  readonly licenses: readonly string[];
  readonly profiles: readonly PomProfile[];
}

export interface PomParent {
  readonly group?: string;
  readonly artifact?: string;
  readonly version?: string;
  /** `../pom.xml` where it is not said; empty for none. */
  readonly relativePath: string;
}

export interface PomDependency {
  readonly group?: string;
  readonly artifact?: string;
  readonly version?: string;
  readonly scope?: string;
  readonly type?: string;
  readonly classifier?: string;
  readonly isOptional: boolean;
}

/** A part of a project that is only built where the profile is active. */
export interface PomProfile {
  readonly id: string;
  readonly isActiveByDefault: boolean;
  readonly properties: ReadonlyMap<string, string>;
  readonly dependencies: readonly PomDependency[];
  readonly managed: readonly PomDependency[];
  readonly modules: readonly string[];
}

/** Throws {@link XmlError}. */
export function parsePom(text: string): Pom {
  const root = parseXml(text, { maxDepth: limits.pomDepth, maxElements: limits.pomElements });
  if (root.name !== 'project') throw new XmlError('is not a Maven project');
  const parent = child(root, 'parent');
  return {
    ...coordinatesOf(root),
    ...(parent === undefined
      ? {}
      : { parent: { ...coordinatesOf(parent), relativePath: child(parent, 'relativePath')?.text ?? '../pom.xml' } }),
    packaging: textIn(root, 'packaging') ?? 'jar',
    ...buildOf(root),
    licenses: childrenOf(root, 'licenses', 'license').flatMap((license) => textIn(license, 'name') ?? textIn(license, 'url') ?? []),
    profiles: childrenOf(root, 'profiles', 'profile').map((profile) => ({
      id: textIn(profile, 'id') ?? '',
      isActiveByDefault: textIn(child(profile, 'activation'), 'activeByDefault') === 'true',
      ...buildOf(profile),
    })),
  };
}

function buildOf(element: XmlElement): Pick<Pom, 'properties' | 'dependencies' | 'managed' | 'modules'> {
  return {
    properties: new Map((child(element, 'properties')?.children ?? []).map(({ name, text }) => [name, text])),
    dependencies: childrenOf(element, 'dependencies', 'dependency').map(toDependency),
    managed: childrenOf(child(element, 'dependencyManagement'), 'dependencies', 'dependency').map(toDependency),
    modules: [...childrenOf(element, 'modules', 'module'), ...childrenOf(element, 'subprojects', 'subproject')].flatMap(({ text }) =>
      text === '' ? [] : [text],
    ),
  };
}

function toDependency(element: XmlElement): PomDependency {
  const [scope, type, classifier] = (['scope', 'type', 'classifier'] as const).map((name) => textIn(element, name));
  return {
    ...coordinatesOf(element),
    ...(scope === undefined ? {} : { scope }),
    ...(type === undefined ? {} : { type }),
    ...(classifier === undefined ? {} : { classifier }),
    isOptional: textIn(element, 'optional') === 'true',
  };
}

function coordinatesOf(element: XmlElement): Pick<Pom, 'group' | 'artifact' | 'version'> {
  const [group, artifact, version] = (['groupId', 'artifactId', 'version'] as const).map((name) => textIn(element, name));
  return {
    ...(group === undefined ? {} : { group }),
    ...(artifact === undefined ? {} : { artifact }),
    ...(version === undefined ? {} : { version }),
  };
}

function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((one) => one.name === name);
}

function childrenOf(element: XmlElement | undefined, list: string, name: string): readonly XmlElement[] {
  return child(element, list)?.children.filter((one) => one.name === name) ?? [];
}

function textIn(element: XmlElement | undefined, name: string): string | undefined {
  const text = child(element, name)?.text;
  return text === undefined || text === '' ? undefined : text;
}
