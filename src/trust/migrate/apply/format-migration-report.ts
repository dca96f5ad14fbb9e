import { type MigrationStep } from './apply-migration.ts';

/** One line of a report: a tag and what became of it with one way of signing. */
export interface MigrationRow {
  readonly image: string;
  readonly digest: string;
  readonly signers: readonly string[];
  readonly scheme: string;
  readonly outcome: MigrationStep['outcome']['kind'];
  readonly detail: string;
}

/** What was and was not carried over, tag by tag; for the table, Markdown and JSON alike. */
export function migrationRows(steps: readonly MigrationStep[]): readonly MigrationRow[] {
  return steps.flatMap(({ image, scheme, outcome }) =>
    image.tags.map(({ tag, signers, role }) => {
      const moved = image.moved.find((each) => each.tag === tag);
      const now = moved === undefined ? '' : moved.now === undefined ? 'the tag is gone' : `the tag is ${moved.now} now, which is not what was signed under it`;
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

/** What never is carried over, whatever is signed anew; told with every report. */
export const notCarriedOver: readonly string[] = [
  'delegations: a signer of the past is named in the new signature and signs nothing by it; give each his own key or identity',
  'the binding of tags to digests, unless trust data are kept in the registry (--registry): an old image put back under a tag still verifies',
  'expiry: the new signatures are valid until the policy says otherwise (maxAge)',
  'signatures of versions that are not signed now: the archive of trust migrate export has them',
];
