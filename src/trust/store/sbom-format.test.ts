import { describe, expect, it } from 'vitest';
import { recognizeSbom } from './sbom-format.ts';

describe('an SBOM is recognized by its content', () => {
  it.each([
    ['{"bomFormat":"CycloneDX","specVersion":"1.6"}', 'cyclonedx', 'json', 'application/vnd.cyclonedx+json'],
    ['<?xml version="1.0"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1">', 'cyclonedx', 'xml', 'application/vnd.cyclonedx+xml'],
    ['\n {"spdxVersion":"SPDX-2.3","SPDXID":"SPDXRef-DOCUMENT"}', 'spdx', 'json', 'text/spdx+json'],
    ['# made by hand\nSPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\n', 'spdx', 'text', 'text/spdx'],
    ['{"artifacts":[],"schema":{"url":"https://raw.githubusercontent.com/anchore/syft/main/schema/json/schema.json"}}', 'syft', 'json', 'application/vnd.syft+json'],
  ])('%s', (text, format, encoding, mediaType) => {
    expect(recognizeSbom(Buffer.from(text))).toEqual({ format, encoding, mediaType });
  }); // prettier-ignore

  it.each(['', '{}', '{', '[]', '{"artifacts":[]}', '<bom/>', 'hello', '{"__proto__":{"bomFormat":"CycloneDX"}}', '['.repeat(100_000)])(
    'and %.40j is none',
    (text) => {
      expect(recognizeSbom(Buffer.from(text))).toBeUndefined();
    },
  );
});
