import { fromReference } from '../../match/base-layers.ts';
import { isDigest } from '../../model/digest.ts';
import { type ImageConfig } from '../../model/image.ts';
import { type BaseClaim } from './base-image.ts';

/** What an image says of its base in its labels and its history; OCI image-spec, annotations.md. A label may have been inherited from the base itself. */
export function readClaims({ labels, history }: Pick<ImageConfig, 'labels' | 'history'>): readonly BaseClaim[] {
  const name = labels.get('org.opencontainers.image.base.name');
  const digest = labels.get('org.opencontainers.image.base.digest');
  const claims: BaseClaim[] = [];
  if (name !== undefined && name !== '' && name !== 'scratch')
    claims.push({ by: 'label', reference: name, ...(digest !== undefined && isDigest(digest) && { digest }) });
  const from = history.slice(1).map(({ comment }) => fromReference(comment));
  const named = from.findLast((reference) => reference !== undefined);
  if (named !== undefined) claims.push({ by: 'history', reference: named });
  return claims;
}
