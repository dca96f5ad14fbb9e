import { XmlError } from '../../../lib/xml/parse-xml.ts';
import { textOf } from '../text-of.ts';
import { type PomFact } from './archive-fact.ts';
import { parsePom } from './parse-pom.ts';
import { parseProperties } from './parse-properties.ts';
import { groupOf, resolveValue, versionOf } from './resolve-pom.ts';

const maxCharacters = 300;

/** What Maven's archiver writes: maven.apache.org/shared/maven-archiver. */
export function pomPropertiesFact(name: string, content: Buffer): PomFact {
  const values = parseProperties(textOf(content));
  return {
    folder: name.slice(0, name.lastIndexOf('/')),
    from: 'pom.properties',
    ...coordinates(values.get('groupId'), values.get('artifactId'), values.get('version')),
    licenses: [],
  };
}

/** The project's own pom: group and version may be its parent's. A text says why it could not be read. */
export function pomXmlFact(name: string, content: Buffer): PomFact | string {
  try {
    const pom = parsePom(textOf(content));
    return {
      folder: name.slice(0, name.lastIndexOf('/')),
      from: 'pom.xml',
      ...coordinates(...[groupOf(pom), pom.artifact, versionOf(pom)].map((value) => resolveValue(value, [pom]))),
      licenses: pom.licenses.slice(0, 8).map((license) => license.slice(0, maxCharacters)),
    };
  } catch (error) {
    if (error instanceof XmlError) return `has ${name}, which ${error.message}`;
    throw error;
  }
}

/** What is not a coordinate, such as a property that was not replaced, is left out. */
function coordinates(group?: string, artifact?: string, version?: string): Pick<PomFact, 'group' | 'artifact' | 'version'> {
  return {
    ...(isName(group) ? { group } : {}),
    ...(isName(artifact) ? { artifact } : {}),
    ...(isVersion(version) ? { version } : {}),
  };
}

/** Maven, DefaultModelValidator: letters, digits, `-`, `_` and `.`. */
export function isName(text: string | undefined): text is string {
  return text !== undefined && text.length <= maxCharacters && /^[\w.-]+$/.test(text);
}

/** Without a property that is not known, a range, or blanks. */
export function isVersion(text: string | undefined): text is string {
  return text !== undefined && text.length <= maxCharacters && /^[^\s${}[\](),/\\:"<>|?*]+$/.test(text);
}
