import { type Advisory, type AffectedPackage, type AffectedRange } from '../../../model/advisory.ts';
import { type EcosystemId } from '../../../model/ecosystem.ts';
import { type XmlElement } from '../../../lib/xml/parse-xml.ts';
import { boundDate, boundDescription, boundReferences, boundTitle } from '../bounded-text.ts';
import { RecordError } from '../record-error.ts';
import { parseSeverityWord } from '../severity-words.ts';
import { childOf, childrenOf, textOf } from '../xml-records.ts';
import { type RpmTest } from './azure-tests.ts';

export const azureOvalId = 'azure-oval';

/** One definition: a CVE in a source package of one release. `undefined` where Microsoft says that it does not apply. Throws RecordError. */
export function convertAzureDefinition(
  definition: XmlElement,
  { ecosystem, release }: { readonly ecosystem: EcosystemId; readonly release: string },
  testOf: (id: string) => RpmTest | undefined,
): Advisory | undefined {
  const metadata = childOf(definition, 'metadata');
  const [reference] = childrenOf(metadata, 'reference');
  const id = reference?.attributes.get('ref_id') ?? '';
  if (!/^CVE-\d{4}-\d{4,19}$/.test(id)) throw new RecordError('it refers to no CVE');
  const patchable = textOf(metadata, 'patchable')?.toLowerCase();
  const tests = childrenOf(childOf(definition, 'criteria'), 'criterion').map(({ attributes }) => {
    const test = testOf(attributes.get('test_ref') ?? '');
    if (test === undefined) throw new RecordError('it refers to a test that is not there');
    return test;
  });
  const [first] = tests;
  if (first === undefined || tests.some(({ name }) => name !== first.name)) throw new RecordError('it is not about one package');
  const title = boundTitle(textOf(metadata, 'title'));
  const description = boundDescription(textOf(metadata, 'description'), title);
  const modified = boundDate(textOf(metadata, 'advisory_date'));
  const severity = parseSeverityWord(textOf(metadata, 'severity'));
  const base: Pick<AffectedPackage, 'ecosystem' | 'release' | 'name' | 'versions'> = { ecosystem, release, name: first.name, versions: [] };
  const affected: AffectedPackage =
    patchable === 'not applicable'
      ? { ...base, status: 'not-affected', ranges: [], fixState: 'unknown' }
      : { ...base, status: 'affected', ...rangeOf(tests) };
  return {
    id,
    sourceId: azureOvalId,
    aliases: [],
    covers: [],
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(modified !== undefined && { modified }),
    severities: severity === undefined ? [] : [{ origin: ecosystem, severity }],
    references: boundReferences([reference?.attributes.get('ref_url') ?? '']),
    affected: [affected],
  };
}

/** All tests hold at once. An upper bound that is no fix is the last version that is known to be affected, and then every later one may be. */
function rangeOf(tests: readonly RpmTest[]): Pick<AffectedPackage, 'ranges' | 'fixState'> {
  let range: AffectedRange = { introduced: '0' };
  for (const { operation, version } of tests) {
    const bound = version.startsWith('0:') ? version.slice(2) : version;
    if (operation === 'less than') range = { ...range, fixed: bound };
    else if (operation === 'greater than' || operation === 'greater than or equal') range = { ...range, introduced: bound };
    else if (operation !== 'less than or equal') throw new RecordError(`the operation ${operation.slice(0, 40)} is not known`);
  }
  return { ranges: [range], fixState: range.fixed === undefined ? 'no-fix-yet' : 'fixed' };
}
