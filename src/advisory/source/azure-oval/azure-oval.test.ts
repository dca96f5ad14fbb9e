import { expect, it } from 'vitest';
import { parseFeed } from '../../../../test/support/parse-feed.ts';
import { azureOval } from './azure-oval.ts';

const definition = (
  cve: string,
  tests: readonly string[],
  patchable = 'true',
): string => `<definition class="vulnerability" id="d" version="1"><metadata><title>${cve} affecting package curl</title>
<affected family="unix"><platform>Azure Linux</platform></affected><reference ref_id="${cve}" ref_url="https://nvd.nist.gov/vuln/detail/${cve}" source="CVE"/>
<patchable>${patchable}</patchable><advisory_date>2026-06-10T02:24:46Z</advisory_date><severity>High</severity><description>Words.</description></metadata>
<criteria operator="AND">${tests.map((test) => `<criterion comment="c" test_ref="t${test}"/>`).join('')}</criteria></definition>`;
const test_ = (
  id: string,
  operation: string,
  version: string,
): string => `<linux:rpminfo_test id="t${id}"><linux:object object_ref="o"/><linux:state state_ref="s${id}"/></linux:rpminfo_test>
<linux:rpminfo_state id="s${id}"><linux:evr datatype="evr_string" operation="${operation}">${version}</linux:evr></linux:rpminfo_state>`;
const document = (
  ...parts: readonly string[]
): string => `<?xml version="1.0"?><oval_definitions xmlns:linux="x"><definitions>${parts.join('')}</definitions>
<tests>${test_('1', 'less than', '0:8.0.1-1.azl3')}${test_('2', 'greater than', '0:7.0-1.azl3')}${test_('3', 'less than or equal', '0:8.0-1.azl3')}${test_('4', 'like', '1')}</tests>
<objects><linux:rpminfo_object id="o"><linux:name>curl</linux:name></linux:rpminfo_object></objects></oval_definitions>`;
const path = 'azurelinux/azurelinux-3.0-oval.xml';
const fact = (more: object): object => ({ ecosystem: 'azurelinux', release: '3', name: 'curl', versions: [], status: 'affected', ...more });

it('reads what is fixed from which version, what is open, and what does not apply', async () => {
  const text = document(
    definition('CVE-2026-0001', ['1', '2']),
    definition('CVE-2026-0002', ['3'], 'false'),
    definition('CVE-2026-0003', ['3'], 'Not Applicable'),
  );
  const [first, second, third, summary] = (await parseFeed(azureOval, { [path]: text })) as { affected: unknown }[];
  expect(first).toEqual({
    id: 'CVE-2026-0001', sourceId: 'azure-oval', aliases: [], covers: [], title: 'CVE-2026-0001 affecting package curl', description: 'Words.', modified: '2026-06-10T02:24:46Z',
    severities: [{ origin: 'azurelinux', severity: 'high' }], references: ['https://nvd.nist.gov/vuln/detail/CVE-2026-0001'],
    affected: [fact({ ranges: [{ introduced: '7.0-1.azl3', fixed: '8.0.1-1.azl3' }], fixState: 'fixed' })],
  }); // prettier-ignore
  expect(second?.affected).toEqual([fact({ ranges: [{ introduced: '0' }], fixState: 'no-fix-yet' })]);
  expect(third?.affected).toEqual([fact({ status: 'not-affected', ranges: [], fixState: 'unknown' })]);
  expect(summary).toEqual({ kind: 'summary', records: 3, withdrawn: 0, newest: '2026-06-10T02:24:46Z', releases: ['azurelinux@3'] });
});

it.each<[string, string, string]>([
  ['an operation', definition('CVE-2026-0001', ['4']), 'CVE-2026-0001: the operation like is not known'],
  ['a test', definition('CVE-2026-0001', ['9']), 'CVE-2026-0001: it refers to a test that is not there'],
])('reports %s that it does not know [242]', async (_name, part, message) => {
  const [issue] = await parseFeed(azureOval, { [path]: document(part) });
  expect(issue).toEqual({ code: 'RECORD_INVALID', severity: 'warning', origin: 'azure-oval', message });
});
