import { describe, expect, it } from 'vitest';
import { describeEntry } from '../suppression/describe-entry.ts';
import { readIgnoreFile, readWhitelist } from './read-ignore-file.ts';

/** `line: what | reason | expires`, and what could not be applied. */
function read(text: string, file: string): readonly string[] {
  const { entries, unusable } = readIgnoreFile(text, file);
  return [
    ...entries.map((entry) => {
      const extra = [entry.reason, ...(entry.kinds ?? []), ...(entry.images ?? []).map(({ text: name }) => name), ...(entry.expires === undefined ? [] : [entry.expires.text])];
      return `${entry.origin.replace(/^.*:/, '')}: ${describeEntry(entry)} | ${extra.join(' | ')}`;
    }),
    ...unusable.map(({ origin, message }) => `${origin.replace(/^.*:/, '')}: ! ${message}`),
  ];
} // prettier-ignore

describe('.trivyignore', () => {
  it('reads ids, comments as reasons, and dates', () => {
    const text = `\uFEFF# accepted by ops\nCVE-2018-14618\nGHSA-jf85-cpcp-j695 exp:2027-01-01\n\nAVD-DS-0002 # runs as root on purpose\r\naws-access-key-id\n`;
    expect(read(text, '.trivyignore')).toEqual([
      '2: CVE-2018-14618 | accepted by ops',
      '3: GHSA-jf85-cpcp-j695 | accepted by ops | 2027-01-01',
      '5: AVD-DS-0002 | runs as root on purpose',
      '6: aws-access-key-id | no reason given',
    ]);
  });

  it('ends an entry where its day begins, as Trivy does', () => {
    const [entry] = readIgnoreFile('CVE-2018-14618 exp:2027-01-01', '.trivyignore').entries;
    expect(entry?.expires).toEqual({ text: '2027-01-01', atMs: Date.UTC(2027, 0, 1) });
  });

  it.each([
    ['CVE-2018-1461B', '"CVE-2018-1461B" is not a valid id'],
    ['CVE20181461', '"CVE20181461" is not a valid id'],
    ['GHSA-jf85-cpcp', '"GHSA-jf85-cpcp" is not a valid id'],
    ['*', '"*" has a wildcard; ids are matched exactly'],
    ['CVE-2018-14618 exp:2018-13-01', '"exp:2018-13-01" is not a date'],
    ['CVE-2018-14618 expires:2018-12-01', '"expires:2018-12-01" after CVE-2018-14618 is not exp:YYYY-MM-DD'],
    ['CVE-2018-14618 CVE-2018-14619', '"CVE-2018-14619" after CVE-2018-14618 is not exp:YYYY-MM-DD'],
  ])('refuses %s, with its line', (line, message) => {
    expect(() => readIgnoreFile(`# first\n${line}\n`, '.trivyignore')).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: `.trivyignore:2:1: ${message}` }),
    );
  });
});

describe('.trivyignore.yaml', () => {
  it('reads every section', () => {
    const text = `vulnerabilities:
  - id: CVE-2022-40897
    paths:
      - "usr/local/lib/**"
    statement: accepted
  - id: CVE-2023-2650
    purls: [pkg:deb/debian/libssl1.1]
    expired_at: 2027-01-01
misconfigurations:
  - id: AVD-DS-0001
secrets:
  - id: aws-access-key-id
    paths: ["a/b.txt"]
licenses:
  - id: GPL-3.0
`;
    expect(read(text, '.trivyignore.yaml')).toEqual([
      '2: CVE-2022-40897 at usr/local/lib/** | accepted | vulnerability',
      '6: CVE-2023-2650 in pkg:deb/debian/libssl1.1 | no reason given | vulnerability | 2027-01-01',
      '10: AVD-DS-0001 | no reason given | misconfiguration',
      '12: aws-access-key-id at a/b.txt | no reason given | secret',
      '15: GPL-3.0 | no reason given | license',
    ]);
  });

  it.each([
    ['vulnerabilites: []', 't:1:1: the file has no setting "vulnerabilites"'],
    ['vulnerabilities:\n  - path: x\n', 't:2:5: vulnerabilities[0] has no setting "path"'],
    ['vulnerabilities:\n  - paths: [x]\n', 't:2:5: vulnerabilities[0] has no id'],
    ['vulnerabilities:\n  - id: CVE-2022-40897\n    expired_at: soon\n', 't:3:17: vulnerabilities[0].expired_at is not a date'],
    [
      'vulnerabilities:\n  - id: [\n',
      't:3:1: invalid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  ])('refuses %j, with its line', (text, message) => {
    expect(() => readIgnoreFile(text, '.trivyignore.yaml')).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: message.replace(/^t:/, '.trivyignore.yaml:') }),
    );
  });
});

describe('a whitelist of clair-scanner', () => {
  it('reads both sections, with keys that repeat', () => {
    const text = `generalwhitelist: # for all\n  CVE-2017-6055: XML\n  CVE-2017-5586:\nimages:\n  ubuntu:\n    CVE-2017-5230: Java\n    CVE-2017-5230: XSX\n  alpine:\n`;
    expect(read(text, 'example-whitelist.yaml')).toEqual([
      '2: CVE-2017-6055 | XML',
      '3: CVE-2017-5586 | no reason given',
      '6: CVE-2017-5230 | Java | ubuntu',
      '7: CVE-2017-5230 | XSX | ubuntu',
    ]);
  });

  it.each([
    ['generalwhitlist: {}', 'w.yaml:1:1: the file has no setting "generalwhitlist"'],
    ['generalwhitelist:\n  CVE-2017-60x5: XML\n', 'w.yaml:2:18: generalwhitelist.CVE-2017-60x5: "CVE-2017-60x5" is not a valid id'],
    ['generalwhitelist: [CVE-2017-6055]\n', 'w.yaml:1:19: generalwhitelist is not a mapping'],
    ['images:\n  Bad//Name:\n    CVE-2017-5230: x\n', 'w.yaml:3:5: images.Bad//Name: "Bad//Name" is not an image reference: repository names must be lowercase'],
  ])('refuses %j, with its line', (text, message) => {
    expect(() => readWhitelist(text, 'w.yaml')).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message }));
  }); // prettier-ignore
});

it('says which formats are known for a file of none', () => {
  expect(() => readIgnoreFile('[x]\na = {}\n', 'x.ini')).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message: 'x.ini is not an ignore file of a known format' }));
}); // prettier-ignore
