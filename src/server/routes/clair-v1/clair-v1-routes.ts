import { type Route } from '../../http/route.ts';
import { deleteLayer } from './delete-layer.ts';
import { getLayer } from './get-layer.ts';
import { listNamespaces } from './list-namespaces.ts';
import { postLayer } from './post-layer.ts';

/** The API of Clair 1 and 2, as far as clients use it that scan images: clair-scanner, Klar. */
export const clairV1Routes: readonly Route[] = [postLayer, getLayer, deleteLayer, listNamespaces];
