import { escapeControl } from '../../../lib/terminal/escape-control.ts';
import { type MigrationStep } from '../../../trust/migrate/apply/apply-migration.ts';
import { migrationRows, notCarriedOver } from '../../../trust/migrate/apply/format-migration-report.ts';
import { markdownRow } from './inventory-text.ts';
import { formatJson, formatRows } from '../text.ts';

export interface MigrationAbout {
  /** YAML; empty when no policy can be written. */
  readonly policy: string;
  readonly isDryRun: boolean;
}

const head = ['IMAGE', 'SIGNED BY', 'WITH', 'OUTCOME', 'DETAIL'];

/** For people: tag by tag, then what is never carried over, then the policy. */
export function* formatMigration(steps: readonly MigrationStep[], { policy }: MigrationAbout): Generator<string> {
  const rows = migrationRows(steps).map(({ image, signers, scheme, outcome, detail }) => [
    image,
    signers.join(', '),
    scheme,
    outcome,
    detail,
  ]);
  yield* formatRows(head, rows);
  yield '\nnot carried over, ever:\n';
  for (const line of notCarriedOver) yield `- ${line}\n`;
  if (policy !== '') yield `\nthe policy that asks for the new signatures (pratique.yaml):\n\n${indent(policy)}`;
}

/** For a page. */
export function* formatMigrationMarkdown(steps: readonly MigrationStep[], { policy, isDryRun }: MigrationAbout): Generator<string> {
  yield `# Docker Content Trust, signed anew${isDryRun ? ' (dry run: nothing was signed)' : ''}\n\n`;
  yield '| image | digest | signed by | with | outcome | detail |\n|---|---|---|---|---|---|\n';
  for (const { image, digest, signers, scheme, outcome, detail } of migrationRows(steps))
    yield markdownRow([`\`${image}\``, `\`${digest}\``, signers.join(', '), scheme, outcome, detail]);
  yield '\n## Not carried over, ever\n\n';
  for (const line of notCarriedOver) yield `- ${line}\n`;
  if (policy !== '') yield `\n## Policy\n\n\`\`\`yaml\n${policy}\`\`\`\n`;
}

/** For programs. */
export function formatMigrationJson(steps: readonly MigrationStep[], { policy, isDryRun }: MigrationAbout): string {
  return formatJson({ schemaVersion: 1, isDryRun, images: migrationRows(steps), notCarriedOver, policy });
}

function indent(text: string): string {
  return text
    .replace(/^(?=.)/gm, '    ')
    .split('\n')
    .map(escapeControl)
    .join('\n');
}
