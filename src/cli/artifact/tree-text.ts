import { displayWidth } from '../../lib/terminal/display-width.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { wrapWhole } from '../../lib/terminal/wrap-whole.ts';
import { formatPlatform } from '../../model/platform.ts';
import { trustMetadataTag } from '../../trust/store/trust-metadata-tag.ts';
import { type BesideImage, type ImageTree, type TreeArtifact } from '../../trust/store/image-tree.ts';

/** Formats an image, its artifacts, and those of each platform as a tree that keeps to the width, but for words that are longer. */
export function* formatTree({ name, digest, beside, hasTrustMetadata, platforms }: ImageTree, width: number): Generator<string> {
  yield* wrapWhole(`${escapeControl(name)}${platforms.length === 0 ? '' : ' (index)'} ${digest}`, width, '', '').map((line) => `${line}\n`);
  const branches: Branch[] = [
    ...branchesOf(beside),
    ...platforms.map((each) => ({
      line: `${each.platform === undefined ? 'image' : formatPlatform(each.platform)} ${each.digest}`,
      below: branchesOf(each.beside),
    })),
    ...(hasTrustMetadata ? [{ line: `tag signatures of the repository (Notary metadata), tag ${trustMetadataTag}`, below: [] }] : []),
  ];
  if (branches.length === 0) yield 'no signatures, attestations or SBOMs\n';
  yield* formatBranches(branches, '', width);
}

interface Branch {
  readonly line: string;
  readonly below: readonly Branch[];
}

function* formatBranches(branches: readonly Branch[], indent: string, width: number): Generator<string> {
  for (const [index, { line, below }] of branches.entries()) {
    const isLast = index === branches.length - 1;
    const [first = '', ...rest] = wrapWhole(escapeControl(line), width - indent.length - 3, '', '');
    yield `${indent}${isLast ? '└─ ' : '├─ '}${first}\n`;
    for (const next of rest) {
      // A tag of cosign's below a platform fits 80 columns only like this.
      const isTight = indent.length + 3 + displayWidth(next) > width;
      yield `${indent}${isLast && below.length === 0 ? ' ' : '│'}${isTight ? ' ' : '  '}${next}\n`;
    }
    yield* formatBranches(below, `${indent}${isLast ? '   ' : '│  '}`, width);
  }
}

function branchesOf({ artifacts, unreadable, notes, stoppedAt }: BesideImage): readonly Branch[] {
  return [
    ...artifacts.map((artifact) => ({ line: describe(artifact), below: [] })),
    ...unreadable.map(({ foundAt, message }) => ({ line: `UNREADABLE: ${foundAt}: ${message}`, below: [] })),
    ...notes.map((note) => ({ line: `NOTE: ${note}`, below: [] })),
    ...(stoppedAt === undefined ? [] : [{ line: `TRUNCATED: ${stoppedAt}`, below: [] }]),
  ];
}

const formats: Readonly<Record<TreeArtifact['kind'], string>> = {
  'simple-signing': 'cosign',
  'dsse-attestation': 'in-toto',
  'sigstore-bundle': 'sigstore bundle',
  notation: 'Notation',
  sbom: 'unsigned',
  'buildkit-attestation': 'BuildKit, unsigned',
  other: '',
};

function describe({ purpose, kind, foundAt, predicateType, artifactType, mediaType, created }: TreeArtifact): string {
  const about = purpose === 'other' ? `artifact ${artifactType ?? mediaType}` : purpose;
  const format = formats[kind] === '' ? '' : ` (${formats[kind]})`;
  // The type of a signature's statement says nothing more.
  const type = purpose === 'sbom' ? mediaType : purpose === 'signature' ? undefined : predicateType;
  return [`${about}${format}`, type, created === undefined ? undefined : `created ${created}`, foundAt]
    .filter((part) => part !== undefined)
    .join(', ');
}
