import { type HistoryEntry, type ImageConfig } from '../model/image.ts';

type Told = Pick<ImageConfig, 'history' | 'cmd'>;

/**
 * How many layers, counted from the base, are the base image's, as far as the history proves it; `undefined` where it does not.
 *
 * Proof is one of:
 * - Buildah writes `FROM reference` as the comment of the first entry it adds to a base image (and `FROM id` for its own steps).
 * - The final start instruction (CMD or ENTRYPOINT) replaces one of the same kind with other layers between them: one stage may set it only once
 *   (Dockerfile reference, CMD: "there can only be one"; BuildKit check MultipleInstructionsDisallowed).
 * - The image has no CMD although its history sets one before the final ENTRYPOINT: setting ENTRYPOINT clears a CMD that was inherited, and
 *   only that (Dockerfile reference, "understand how CMD and ENTRYPOINT interact").
 *
 * An image that ends with layers after its last start instruction proves nothing: that instruction may be its own or its base's.
 */
export function findBaseLayerCount(config: Told): number | undefined {
  const { history } = config;
  const named = history.findLastIndex((entry, at) => at > 0 && fromReference(entry.comment) !== undefined);
  const boundary = named > 0 ? named : afterReplacedStart(config);
  if (boundary === undefined) return undefined;
  const count = history.slice(0, boundary).filter((entry) => !entry.isEmptyLayer).length;
  return count > 0 ? count : undefined;
}

/** The base that a comment of Buildah names. Twelve or more hexadecimal digits are one of its own intermediate images. */
export function fromReference(comment: string | undefined): string | undefined {
  if (comment?.startsWith('FROM ') !== true) return undefined;
  const reference = comment.slice('FROM '.length).trim();
  return reference === '' || reference === 'scratch' || /^[0-9a-f]{12,64}$/.test(reference) ? undefined : reference;
}

/** Index of the first entry after the start instruction that the final ones replace. */
function afterReplacedStart({ history, cmd }: Told): number | undefined {
  const lastLayer = history.findLastIndex((entry) => !entry.isEmptyLayer);
  const final = history
    .slice(lastLayer + 1)
    .map(startKind)
    .filter((kind) => kind !== undefined);
  const replaced = history.findLastIndex((entry, at) => at < lastLayer && startKind(entry) !== undefined);
  if (replaced < 0 || final.length === 0) return undefined;
  const kind = startKind(history[replaced]!);
  const isReplaced = kind !== undefined && final.includes(kind);
  const isCleared = kind === 'CMD' && final.includes('ENTRYPOINT') && cmd.length === 0;
  return isReplaced || isCleared ? replaced + 1 : undefined;
}

/** As Docker (`/bin/sh -c #(nop)  CMD ["bash"]`), BuildKit (`CMD ["node"]`) and Buildah write it. */
function startKind({ createdBy, isEmptyLayer }: HistoryEntry): 'CMD' | 'ENTRYPOINT' | undefined {
  if (!isEmptyLayer || createdBy === undefined) return undefined;
  const shell = '/bin/sh -c #(nop)';
  const instruction = (createdBy.startsWith(shell) ? createdBy.slice(shell.length) : createdBy).trimStart();
  if (instruction.startsWith('CMD ')) return 'CMD';
  return instruction.startsWith('ENTRYPOINT ') ? 'ENTRYPOINT' : undefined;
}
