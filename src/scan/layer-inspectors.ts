import { catalogInspectors } from '../catalog/inspectors.ts';
import { codeDigests } from '../catalog/recorded/code-digests.ts';
import { type ImageRuleKind } from '../model/checker.ts';
import { type FindingKind } from '../model/finding.ts';
import { type Inspector } from '../model/layer-index.ts';
import { type SecretSettings } from '../model/secret-settings.ts';
import { secretInspector } from '../secret/secret-inspector.ts';

/** What each kind of finding learns of files while a layer streams by, apart from their packages. */
const inspectorsByKind: Readonly<Record<ImageRuleKind, readonly Inspector[]>> = {
  misconfiguration: [codeDigests],
  secret: [secretInspector],
  license: [],
};

/** Every inspector: reading threads have them all, and a request names those that it wants. */
export const layerInspectors: readonly Inspector[] = [...catalogInspectors, ...Object.values(inspectorsByKind).flat()];

/** With what a user set of them. */
export async function inspectorsOf(kinds: readonly FindingKind[], secretSettings?: SecretSettings): Promise<readonly Inspector[]> {
  const ofKinds = kinds.flatMap((kind) => (kind === 'vulnerability' || kind === 'audit' ? [] : inspectorsByKind[kind]));
  const set = ofKinds.map(async (inspector) => (await inspector.configure?.(secretSettings)) ?? inspector);
  return [...catalogInspectors, ...(await Promise.all(set))];
}
