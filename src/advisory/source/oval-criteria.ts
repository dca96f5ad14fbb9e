import { type XmlElement } from '../../lib/xml/parse-xml.ts';
import { RecordError } from './record-error.ts';
import { type FixedBuild } from './rpm-builds.ts';
import { childrenOf } from './xml-records.ts';

/** What the conditions around a package say. */
interface Conditions {
  readonly architecture?: string;
  readonly module?: string;
}

/**
 * The builds that a definition of errata asks for. Its publisher writes each test's meaning into the criterion's comment, in a few fixed forms: one that is not
 * known makes the definition unreadable, so that nothing is left out silently. OVAL 5.11, CriteriaType. Throws RecordError.
 */
export function readFixedBuilds(definition: XmlElement): readonly FixedBuild[] {
  const builds: FixedBuild[] = [];
  for (const criteria of childrenOf(definition, 'criteria')) collect(criteria, {}, builds);
  if (builds.length === 0) throw new RecordError('it has no packages');
  return builds;
}

const installed = /^.* (?:is|must be) installed$/;
const signed = /^.* is signed with .*$/;
const architectureOf = /^.* arch is (\w+)$/;
const moduleOf = /^Module ([\w.+-]+:[\w.+-]+) is enabled$/;
const earlier = /^(\S+) is earlier than (\S+)$/;

function collect(criteria: XmlElement, outer: Conditions, builds: FixedBuild[]): void {
  const comments = childrenOf(criteria, 'criterion').map(({ attributes }) => (attributes.get('comment') ?? '').trim());
  const isAll = (criteria.attributes.get('operator') ?? 'AND') === 'AND';
  const conditions = isAll ? comments.reduce(addCondition, outer) : outer;
  for (const comment of comments) {
    const [, name, version] = earlier.exec(comment) ?? [];
    if (name !== undefined && version !== undefined) builds.push(buildOf(name, version, conditions));
    else if (![installed, signed, architectureOf, moduleOf].some((form) => form.test(comment)))
      throw new RecordError(`the test ${comment.slice(0, 80)} is not known`);
  }
  for (const child of childrenOf(criteria, 'criteria')) collect(child, conditions, builds);
}

function addCondition(conditions: Conditions, comment: string): Conditions {
  const architecture = architectureOf.exec(comment)?.[1];
  const module = moduleOf.exec(comment)?.[1];
  return { ...conditions, ...(architecture !== undefined && { architecture }), ...(module !== undefined && { module }) };
}

function buildOf(name: string, version: string, { architecture = 'noarch', module }: Conditions): FixedBuild {
  return {
    name,
    fixed: version.startsWith('0:') ? version.slice(2) : version,
    architecture: architecture === 'i386' ? 'i686' : architecture,
    ...(module !== undefined && { module }),
  };
}
