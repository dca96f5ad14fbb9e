import { type MigrationStep } from './apply-migration.ts';
import { type Resigner } from './resigner.ts';

/** One row of the report: a tag and its outcome with one scheme. */
export interface MigrationRow {
  readonly image: string;
  readonly digest: string;
  readonly signers: readonly string[];
  readonly scheme: string;
  readonly outcome: MigrationStep['outcome']['kind'];
  readonly detail: string;
}

/** Outcome of each tag and scheme; for the table, Markdown and JSON. */
export function migrationRows(steps: readonly MigrationStep[]): readonly MigrationRow[] {
  return steps.flatMap(({ image, scheme, outcome }) =>
    image.tags.map(({ tag, signers, role }) => {
      const moved = image.moved.find((each) => each.tag === tag);
      const now = moved === undefined ? '' : moved.now === undefined ? 'the tag is missing' : `the tag points to ${moved.now}, which was not signed under it`;
      return {
        image: `${image.repository}:${tag}`,
        digest: image.digest,
        signers: signers.length > 0 ? signers : [role],
        scheme,
        outcome: outcome.kind,
        detail: [detailOf(outcome), now].filter((part) => part !== '').join('; '),
      };
    }),
  );
} // prettier-ignore

function detailOf(outcome: MigrationStep['outcome']): string {
  if (outcome.kind === 'signed') return outcome.foundAt;
  return outcome.kind === 'left out' || outcome.kind === 'failed' ? outcome.reason : '';
}

/** What Content Trust protected and these schemes do not; printed with every report. */
export function notCarriedOver(schemes: readonly Resigner['scheme'][]): readonly string[] {
  const isBound = schemes.includes('registry');
  return [
    'delegations: the new signature names the former signers but is not theirs. Give each signer a key or identity, and list it in the policy',
    ...(isBound
      ? []
      : [
          'the binding of tags to digests: an older signed image under the tag still verifies. Add --registry, or deploy by digest',
          'protection from rollback and freeze, and expiry: the new signatures are valid until the policy limits their age (maxAge)',
        ]),
    'signatures of earlier versions of a tag: only the archive of trust migrate export has them',
  ];
}
