import { spdxDate, toolName } from '../tool-name.ts';

export const documentId = 'SPDXRef-DOCUMENT';
export const imageId = 'SPDXRef-Image';
export const systemId = 'SPDXRef-OperatingSystem';

/** What SPDX 2.2 asks of every package, and nobody analysed. */
export function unassertedFields(): Readonly<Record<string, unknown>> {
  return { downloadLocation: 'NOASSERTION', filesAnalyzed: false, licenseConcluded: 'NOASSERTION', copyrightText: 'NOASSERTION' };
}

/** The category has a hyphen since 2.3. */
export function purlReference(purl: string, version: string): unknown {
  return { referenceCategory: version === '2.2' ? 'PACKAGE_MANAGER' : 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl };
}

export function annotate(comment: string, createdAt: Date, toolVersion: string): unknown {
  return { annotationDate: spdxDate(createdAt), annotationType: 'OTHER', annotator: `Tool: ${toolName(toolVersion)}`, comment };
}
