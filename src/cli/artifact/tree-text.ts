import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { formatPlatform } from '../../model/platform.ts';
import { trustMetadataTag } from '../../trust/store/trust-metadata-tag.ts';
import { type BesideImage, type ImageTree, type TreeArtifact } from '../../trust/store/image-tree.ts';

/** Formats an image, its artifacts, and those of each platform as a tree. */
export function* formatTree({ name, digest, beside, hasTrustMetadata, platforms }: ImageTree): Generator<string> {
  yield `${escapeControl(name)}@${digest}${platforms.length === 0 ? '' : ' (index)'}\n`;
  const branches: Branch[] = [
    ...branchesOf(beside),
    ...platforms.map((each) => ({
      line: `${each.platform === undefined ? 'image' : formatPlatform(each.platform)}  ${each.digest}`,
      below: branchesOf(each.beside),
    })),
    ...(hasTrustMetadata ? [{ line: `tag signatures of the repository (Notary metadata)  tag ${trustMetadataTag}`, below: [] }] : []),
  ];
  if (branches.length === 0) yield 'no signatures, attestations or SBOMs\n';
  yield* formatBranches(branches, '');
}

interface Branch {
  readonly line: string;
  readonly below: readonly Branch[];
}

function* formatBranches(branches: readonly Branch[], indent: string): Generator<string> {
  for (const [index, { line, below }] of branches.entries()) {
    const isLast = index === branches.length - 1;
    yield `${indent}${isLast ? '└── ' : '├── '}${escapeControl(line)}\n`;
    yield* formatBranches(below, `${indent}${isLast ? '    ' : '│   '}`);
  }
}

function branchesOf({ artifacts, unreadable, notes, stoppedAt }: BesideImage): readonly Branch[] {
  return [
    ...artifacts.map((artifact) => ({ line: describe(artifact), below: [] })),
    ...unreadable.map(({ foundAt, message }) => ({ line: `UNREADABLE  ${foundAt}: ${message}`, below: [] })),
    ...notes.map((note) => ({ line: `NOTE  ${note}`, below: [] })),
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
  const type = purpose === 'sbom' ? mediaType : predicateType;
  return [`${about}${format}`, type, foundAt, created === undefined ? undefined : `created ${created}`]
    .filter((part) => part !== undefined)
    .join('  ');
}
