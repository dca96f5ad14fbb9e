import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentKinds } from '../../src/model/content-kinds.ts';
import { ecosystemIds } from '../../src/model/ecosystem.ts';
import { exposures, findingKinds, lanes } from '../../src/model/finding.ts';
import { issueCodes } from '../../src/model/issue-codes.ts';
import { actionKinds } from '../../src/model/plan.ts';
import { severities } from '../../src/model/severity.ts';
import { suppressionNoteKinds } from '../../src/model/suppression.ts';

export const reportSchemaPath = 'docs/reference/report.schema.json';

interface Definition {
  enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Definition>>;
}

/** The schema is written by hand; the words that the model lists are put in from the model, so that a new one is never forgotten. */
export function reportSchema(root: string): string {
  const schema = JSON.parse(readFileSync(join(root, reportSchemaPath), 'utf8')) as { readonly $defs: Readonly<Record<string, Definition>> };
  const lists: readonly (readonly [Definition | undefined, readonly string[]])[] = [
    [schema.$defs['severity'], severities],
    [schema.$defs['lane'], lanes],
    [schema.$defs['suppressionNote']?.properties?.['kind'], suppressionNoteKinds],
    [schema.$defs['ecosystem'], ecosystemIds],
    [schema.$defs['ruleFinding']?.properties?.['kind'], findingKinds.filter((kind) => kind !== 'vulnerability')],
    [schema.$defs['ruleFinding']?.properties?.['exposure'], exposures],
    [schema.$defs['action']?.properties?.['kind'], actionKinds],
    [schema.$defs['issue']?.properties?.['code'], Object.keys(issueCodes)],
    [schema.$defs['issue']?.properties?.['contentKind'], contentKinds],
  ];
  for (const [definition, words] of lists) {
    if (definition?.enum === undefined) throw new Error(`${reportSchemaPath} has no list to fill`);
    definition.enum = words;
  }
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
