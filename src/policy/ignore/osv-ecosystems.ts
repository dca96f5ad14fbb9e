import { ecosystem, ecosystemIds } from '../../model/ecosystem.ts';

/** Names of ecosystems in the OSV schema, in lower case and without a release, as purl types. */
export const osvEcosystems: ReadonlyMap<string, readonly string[]> = collect();

function collect(): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const id of ecosystemIds) {
    const { osvName, purlType } = ecosystem(id);
    for (const name of [osvName, purlType, id]) {
      if (name === undefined) continue;
      const key = name.toLowerCase().replace(/:.*$/, '');
      const known = names.get(key) ?? [];
      if (!known.includes(purlType)) names.set(key, [...known, purlType]);
    }
  }
  return names;
}
