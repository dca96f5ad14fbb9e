import { type LayerIndex } from '../model/layer-index.ts';

export interface PlaceInLayer {
  readonly layerIndex: number;
  readonly path: string;
}

/** For files that the container does not see: the first later layer that deletes or replaces them, by `layerIndex path`. */
export function findRemovals(layers: readonly LayerIndex[], places: readonly PlaceInLayer[]): ReadonlyMap<string, number> {
  const removals = new Map<string, number>();
  for (const [index, layer] of layers.entries()) {
    const waiting = places.filter((place) => place.layerIndex < index && !removals.has(keyOf(place)));
    if (waiting.length === 0) continue;
    const deleted = new Set(layer.whiteouts);
    const opaque = new Set(layer.opaqueDirectories);
    const replaced = entriesAmong(layer, waiting);
    for (const place of waiting) {
      const above = ancestors(place.path);
      const isRemoved =
        deleted.has(place.path) ||
        replaced.has(place.path) ||
        above.some((directory) => deleted.has(directory) || opaque.has(directory) || replaced.get(directory) === false);
      if (isRemoved) removals.set(keyOf(place), index);
    }
  }
  // A second entry of the same path in one layer hides the first: there is no later layer then.
  for (const place of places) if (!removals.has(keyOf(place))) removals.set(keyOf(place), place.layerIndex);
  return removals;
}

/** Which of these paths, or of the directories above them, the layer has: true for a directory. */
function entriesAmong(layer: LayerIndex, places: readonly PlaceInLayer[]): ReadonlyMap<string, boolean> {
  const wanted = new Set(places.flatMap(({ path }) => [path, ...ancestors(path)]));
  const found = new Map<string, boolean>();
  for (const { path, type } of layer.entries) if (wanted.has(path)) found.set(path, type === 'directory');
  return found;
}

/** The directories above a path, the root `''` included. */
function ancestors(path: string): readonly string[] {
  const found = [''];
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) found.push(path.slice(0, at));
  return found;
}

function keyOf({ layerIndex, path }: PlaceInLayer): string {
  return `${layerIndex} ${path}`;
}
