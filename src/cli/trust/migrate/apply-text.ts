import { escapeControl } from '../../../lib/terminal/escape-control.ts';
import { type MigrationStep } from '../../../trust/migrate/apply/apply-migration.ts';
import { migrationRows, notCarriedOver } from '../../../trust/migrate/apply/format-migration-report.ts';
import { type Resigner } from '../../../trust/migrate/apply/resigner.ts';
import { type PolicyGap } from '../../../trust/migrate/policy/plan-policy.ts';
import { fitLines } from '../../terminal/fit-lines.ts';
import { markdownRow } from './inventory-text.ts';
import { type WrittenPolicy } from './policy-file.ts';
import { formatJson, formatRows } from '../text.ts';

export interface MigrationReport {
  readonly steps: readonly MigrationStep[];
  readonly schemes: readonly Resigner['scheme'][];
  /** YAML; empty when there are no statements. */
  readonly policy: string;
  /** Repositories that the policy leaves out. */
  readonly gaps: readonly PolicyGap[];
  readonly isDryRun: boolean;
  /** Absent without `--policy` and in a dry run. */
  readonly written?: WrittenPolicy;
}

const head = ['IMAGE', 'SIGNED BY', 'WITH', 'OUTCOME', 'DETAIL'];

/** For people: outcome by tag, then what is not carried over, then the policy. */
export function* formatMigration(report: MigrationReport, width?: number): Generator<string> {
  const rows = migrationRows(report.steps).map(({ image, signers, scheme, outcome, detail }) => [
    image,
    signers.join(', '),
    scheme,
    outcome,
    detail,
  ]);
  yield* formatRows(head, rows, [], width);
  yield '\nNot carried over:\n';
  yield* fitLines(
    notCarriedOver(report.schemes).map((line) => `- ${line}\n`),
    width,
  );
  // The policy is copied from here, so its lines stay as they are.
  if (report.policy !== '') yield `\n${policyTitle(report)}:\n\n${indent(report.policy)}`;
  if (noticesOf(report).length > 0) yield '\nCheck the policy:\n';
  yield* fitLines(
    noticesOf(report).map((notice) => `- ${escapeControl(notice)}\n`),
    width,
  );
}

/** For a page. */
export function* formatMigrationMarkdown(report: MigrationReport): Generator<string> {
  const { steps, policy, isDryRun } = report;
  yield `# Docker Content Trust migration${isDryRun ? ' (dry run: nothing was signed)' : ''}\n\n`;
  yield '| image | digest | signed by | with | outcome | detail |\n|---|---|---|---|---|---|\n';
  for (const { image, digest, signers, scheme, outcome, detail } of migrationRows(steps))
    yield markdownRow([`\`${image}\``, `\`${digest}\``, signers.join(', '), scheme, outcome, detail]);
  yield '\n## Not carried over\n\n';
  for (const line of notCarriedOver(report.schemes)) yield `- ${line}\n`;
  if (policy !== '') yield `\n## ${policyTitle(report)}\n\n\`\`\`yaml\n${policy}\`\`\`\n`;
  if (noticesOf(report).length > 0) yield '\n## Check the policy\n\n';
  for (const notice of noticesOf(report)) yield `- ${escapeControl(notice)}\n`;
}

/** For programs. */
export function formatMigrationJson({ steps, schemes, policy, gaps, isDryRun, written }: MigrationReport): string {
  const policyFile =
    written === undefined ? {} : { policyFile: { path: written.path, changed: written.changed, notices: written.notices } };
  return formatJson({
    schemaVersion: 1,
    isDryRun,
    images: migrationRows(steps),
    notCarriedOver: notCarriedOver(schemes),
    policy,
    notInPolicy: gaps,
    ...policyFile,
  });
}

function noticesOf({ written }: MigrationReport): readonly string[] {
  return written?.notices ?? [];
}

function policyTitle({ written, isDryRun }: MigrationReport): string {
  if (written === undefined) return isDryRun ? 'Policy that --policy FILE writes after signing' : 'Policy for the new signatures (write it with --policy FILE)';
  return written.changed.length === 0 ? `Policy, already in ${written.path}` : written.isNew ? `Policy, written to ${written.path}` : `Policy, added to ${written.path}, whose other statements stay`;
} // prettier-ignore

function indent(text: string): string {
  return text
    .replace(/^(?=.)/gm, '    ')
    .split('\n')
    .map(escapeControl)
    .join('\n');
}
