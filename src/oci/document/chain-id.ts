import { createHash } from 'node:crypto';
import { toDigest, type Digest } from '../../model/digest.ts';

/** Identifies each layer with all below it; OCI image-spec, config.md#layer-chainid. As many as there are diffIDs, base first. */
export function chainIds(diffIds: readonly Digest[]): readonly Digest[] {
  const chain: Digest[] = [];
  for (const diffId of diffIds) {
    const below = chain.at(-1);
    chain.push(below === undefined ? diffId : toDigest('sha256', createHash('sha256').update(`${below} ${diffId}`).digest('hex')));
  }
  return chain;
}
