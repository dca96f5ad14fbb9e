import { type NameRules } from '../../lib/json/find-name-fault.ts';

/** OCI image-spec, annotations.md and config.md: members whose names are data. */
const maps: ReadonlySet<string> = new Set(['annotations', 'Labels', 'ExposedPorts', 'Volumes', 'LayerSources']);

/** OCI image-spec: manifest.md, image-index.md, descriptor.md and image-layout.md. */
export const manifestNames: NameRules = {
  known: new Set([
    'annotations', 'architecture', 'artifactType', 'config', 'data', 'digest', 'features', 'imageLayoutVersion', 'layers', 'manifests', 'mediaType', 'os',
    'os.features', 'os.version', 'platform', 'schemaVersion', 'size', 'subject', 'urls', 'variant',
  ]),
  maps,
}; // prettier-ignore

/** OCI image-spec, config.md. */
export const configNames: NameRules = {
  known: new Set([
    'architecture', 'author', 'comment', 'config', 'created', 'created_by', 'diff_ids', 'empty_layer', 'history', 'os', 'os.features', 'os.version', 'rootfs',
    'type', 'variant', 'Cmd', 'Entrypoint', 'Env', 'ExposedPorts', 'Healthcheck', 'Labels', 'StopSignal', 'User', 'Volumes', 'WorkingDir',
  ]),
  maps,
}; // prettier-ignore

/** moby, image/tarexport. */
export const dockerSaveNames: NameRules = { known: new Set(['Config', 'LayerSources', 'Layers', 'Parent', 'RepoTags']), maps };
