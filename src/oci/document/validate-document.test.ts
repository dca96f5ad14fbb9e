import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { casesRoot } from '../../../test/cases/case-suite.ts';
import { ociDocuments } from '../../../test/cases/documents.ts';
import { describeCases } from '../../../test/support/describe-cases.ts';
import { validateDocument, type DocumentKind } from './validate-document.ts';

const cases = join(casesRoot, 'oci-image-spec');
const kinds: Readonly<Record<string, DocumentKind>> = {
  config: 'config',
  descriptor: 'descriptor',
  imageIndex: 'index',
  imageLayout: 'layout',
  manifest: 'manifest',
};

describeCases(ociDocuments, () => {
  const names = existsSync(cases) ? readdirSync(cases) : [];

  it('are all there', () => expect(names.length).toBe(ociDocuments.count));

  it.each(names)('%s', (name) => {
    const expected = JSON.parse(readFileSync(join(cases, name, 'expected.json'), 'utf8')) as { docType: string; valid: boolean };
    expect(verdict(readFileSync(join(cases, name, 'input.json')), kinds[expected.docType]!)).toBe(expected.valid);
  });
});

describe('validateDocument', () => {
  it.each<[DocumentKind, string, boolean]>([
    ['layout', '{"imageLayoutVersion":"1.0.0"}', true],
    ['layout', '{"imageLayoutVersion":"9.0.0"}', false],
    ['layout', '{"imageLayoutVersion":1}', false],
    ['layout', '{}', false],
    ['manifest', '{"schemaVersion":2}', false],
    ['index', '{"schemaVersion":2,"manifests":[]}', true],
    ['config', '{}', false],
    ['config', config('["A=b"]'), true],
    ['config', config('["A"]'), false],
    ['descriptor', descriptor('aGVsbG8='), true],
    ['descriptor', descriptor('aGVsbG8'), false],
    ['descriptor', descriptor('aGVsbG9='), false],
  ])('%s %s', (kind, text, isValid) => {
    expect(verdict(Buffer.from(text), kind)).toBe(isValid);
  });
});

function config(env: string): string {
  return `{"os":"linux","architecture":"amd64","config":{"Env":${env}},"rootfs":{"type":"layers","diff_ids":[]}}`;
}

function descriptor(data: string): string {
  return JSON.stringify({ mediaType: 'text/plain', size: 5, digest: `sha256:${'0'.repeat(64)}`, data });
}

function verdict(bytes: Buffer, kind: DocumentKind): boolean {
  try {
    validateDocument(bytes, kind);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^(?:DOCUMENT_INVALID|DIGEST_INVALID)$/) });
    return false;
  }
}
