import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../../../test/support/parse-feed.ts';
import { oracleOval } from './oracle-oval.ts';

const criterion = (comment: string): string => `<criterion test_ref="oval:x:tst:1" comment="${comment}"/>`;
const all = (...parts: readonly string[]): string => `<criteria operator="AND">${parts.join('')}</criteria>`;
const any = (...parts: readonly string[]): string => `<criteria operator="OR">${parts.join('')}</criteria>`;
const build = (name: string, version: string): string =>
  all(criterion(`${name} is earlier than ${version}`), criterion(`${name} is signed with the Oracle Linux 8 key`));

function definition(title: string, criteria: string, { platforms = ['8'], cves = ['CVE-2026-0001'] } = {}): string {
  const references = cves
    .map((id) => `<reference source="CVE" ref_id="${id}" ref_url="https://linux.oracle.com/cve/${id}.html"/>`)
    .join('');
  return `<definition id="oval:x:def:1" version="501" class="patch"><metadata><title>\n${title}\n</title>
<affected family="unix">${platforms.map((release) => `<platform>Oracle Linux ${release}</platform>`).join('')}</affected>
<reference source="elsa" ref_id="ELSA-2026-0001" ref_url="https://x"/>${references}<description>Theirs</description>
<advisory><severity>IMPORTANT</severity><issued date="2026-06-26"/></advisory></metadata>${criteria}</definition>`;
}
const document = (...definitions: readonly string[]): string =>
  `<?xml version="1.0"?><oval_definitions><definitions>${definitions.join('\n')}</definitions></oval_definitions>`;
const path = 'oracle/com.oracle.elsa-all.xml';
const fact = (release: string, name: string, fixed: string, more: object = {}): object => ({
  ecosystem: 'oracle', release, name, status: 'affected', ranges: [{ introduced: '0', fixed }], versions: [], fixState: 'fixed', ...more,
}); // prettier-ignore

describe('oracleOval', () => {
  it('reads errata by release, architecture and module', async () => {
    const criteria = all(
      criterion('Oracle Linux 8 is installed'),
      any(
        all(criterion('Oracle Linux arch is x86_64'), any(build('bind', '32:9.11-1.el8'), build('bind-libs', '0:9.11-1.el8'))),
        all(criterion('Oracle Linux arch is aarch64'), any(build('bind', '32:9.11-1.el8'), build('bind-libs', '0:9.11-2.el8'))),
      ),
    );
    const modular = all(
      criterion('Oracle Linux 8 is installed'),
      all(criterion('Module nodejs:18 is enabled'), criterion('Oracle Linux arch is x86_64'), any(build('npm', '1:8.1-1.module+el8'))),
    );
    expect(await parseFeed(oracleOval, { [path]: document(definition('ELSA-2026-0001:  Important: bind  security update  (IMPORTANT)', criteria), definition('ELBA-2026-0002: bind bug fix', criteria, { cves: [] }), definition('ELSA-2026-0003: nodejs:18', modular)) })).toEqual([
      {
        id: 'ELSA-2026-0001', sourceId: 'oracle-oval', aliases: [], covers: ['CVE-2026-0001'], title: 'ELSA-2026-0001: Important: bind security update (IMPORTANT)',
        published: '2026-06-26T00:00:00Z', modified: '2026-06-26T00:00:00Z', severities: [{ origin: 'oracle', severity: 'high' }], references: ['https://linux.oracle.com/errata/ELSA-2026-0001.html'],
        affected: [fact('8', 'bind', '32:9.11-1.el8'), fact('8', 'bind-libs', '9.11-1.el8', { architectures: ['x86_64'] }), fact('8', 'bind-libs', '9.11-2.el8', { architectures: ['aarch64'] })],
      },
      expect.objectContaining({ id: 'ELSA-2026-0003', affected: [fact('8', 'npm', '1:8.1-1.module+el8', { architectures: ['x86_64'], module: 'nodejs:18' })] }),
      { kind: 'summary', records: 3, withdrawn: 0, newest: '2026-06-26T00:00:00Z', releases: ['oracle@8'] },
    ]); // prettier-ignore
  });

  it.each<[string, string, string]>([
    [
      'a test',
      definition('ELSA-2026-0001: x', all(criterion('bind is not earlier than 1'))),
      'the test bind is not earlier than 1 is not known',
    ],
    [
      'a platform',
      definition('ELSA-2026-0001: x', all(build('bind', '1-1')), { platforms: ['next'] }),
      'the platform Oracle Linux next is not known',
    ],
    ['a title', definition('x', all(build('bind', '1-1'))), 'its title names no erratum'],
    ['an erratum without packages', definition('ELSA-2026-0001: x', all(criterion('Oracle Linux 8 is installed'))), 'it has no packages'],
  ])('reports %s that it does not know [242]', async (_name, text, message) => {
    const [issue] = await parseFeed(oracleOval, { [path]: document(text) });
    expect(issue).toEqual(expect.objectContaining({ code: 'RECORD_INVALID', message: expect.stringContaining(message) as string }));
  });

  it('refuses a file that is missing, cut or something else [240, 244]', async () => {
    for (const files of [
      {},
      { [path]: '<html>' },
      { [path]: document(definition('ELSA-2026-0001: x', all(build('a', '1-1')))).slice(0, -80) },
      { [`${path}.bz2`]: Buffer.from('BZh91AY&SY') },
    ])
      await expect(parseFeed(oracleOval, files)).rejects.toThrow(expect.objectContaining({ code: 'FEED_DAMAGED' }));
  });
});
