import { type Inventory } from '../../inventory.ts';
import { findRoots } from '../dependency-graph.ts';
import { documentId, imageId, systemId } from './spdx2-fields.ts';

/** The document describes the image, which contains everything; what needs, owns or carries what is said beside that. */
export function makeRelationships({ target, packages }: Inventory, refOf: (id: string) => string | undefined): readonly unknown[] {
  const relationships = [relate(documentId, 'DESCRIBES', imageId)];
  if (target.distribution !== undefined) relationships.push(relate(imageId, 'CONTAINS', systemId));
  for (const { id } of packages) relationships.push(relate(imageId, 'CONTAINS', refOf(id)));
  for (const { id } of findRoots(packages)) relationships.push(relate(imageId, 'DEPENDS_ON', refOf(id)));
  for (const { id, dependencies, ownedBy, parent } of packages) {
    for (const carrier of new Set([ownedBy, parent]))
      if (carrier !== undefined) relationships.push(relate(refOf(carrier), 'CONTAINS', refOf(id)));
    for (const needed of dependencies) if (needed !== id) relationships.push(relate(refOf(id), 'DEPENDS_ON', refOf(needed)));
  }
  return relationships.filter((each) => each !== undefined);
}

/** Packages that a reader's filter left out have no identifier. */
function relate(from: string | undefined, type: string, to: string | undefined): unknown {
  return from === undefined || to === undefined ? undefined : { spdxElementId: from, relationshipType: type, relatedSpdxElement: to };
}
