/** Commands of the plan and of other scanners that are not there yet: a word that would else be taken for an image of that name, and asked of a registry. */
export const unbuiltCommands: ReadonlySet<string> = new Set([
  'audit',
  'compare',
  'guard',
  'harden',
  'k8s',
  'layers',
  'lint',
  'patch',
  'policy',
  'profile',
  'quickview',
  'recommend',
  'recommendations',
  'sbom',
  'secrets',
  'serve',
  'server',
  'slim',
  'vex',
  'vm',
]);

/** Commands of cosign, and what does the same here. */
export const cosignCommands: ReadonlyMap<string, string> = new Map([
  ['generate-key-pair', 'pratique sign generate-key-pair'],
  ['triangulate', 'pratique tree --triangulate signature IMAGE'],
  ['save', 'pratique copy IMAGE oci-dir:FOLDER'],
  ['load', 'pratique copy oci-dir:FOLDER IMAGE'],
  ['initialize', 'pratique trust root update'],
]);
