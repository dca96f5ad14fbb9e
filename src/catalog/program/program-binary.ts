import { type TreeEntry } from '../../model/file-tree.ts';
import { packageId } from '../../model/package.ts';
import { formatPurl } from '../../model/purl.ts';
import { type Catalogued, type FactCataloger } from '../cataloger.ts';
import { type Program, type ProgramVersion } from './program.ts';
import { programVersions } from './program-inspector.ts';
import { programs } from './programs.ts';

/** Programs and libraries that were installed without a package manager, by the version in their own files. */
export const programBinary: FactCataloger = {
  id: 'program-binary',
  evidence: 'binary',
  ecosystems: ['bitnami', 'generic'],
  details: [],
  reads: 'programs and libraries of known projects (ELF, PE, Mach-O, PHP archives)',
  inspector: programVersions,
  catalogFact: (file, value) => catalogProgram(file, value as ProgramVersion),
};

const byName: ReadonlyMap<string, Program> = new Map(programs.map((program) => [program.name, program]));

function catalogProgram(file: TreeEntry, { program: name, version }: ProgramVersion): Catalogued {
  const program = byName.get(name);
  if (program === undefined) return { packages: [], issues: [] };
  const purl = formatPurl({ type: 'generic', name, version });
  const { advisoriesName, covers } = program;
  const made = {
    id: packageId(purl, file.path),
    purl,
    ecosystem: advisoriesName === undefined ? ('generic' as const) : ('bitnami' as const),
    name: advisoriesName ?? name,
    version,
    locations: [{ path: file.path, layerIndex: file.layerIndex }],
    licenses: [],
    dependencies: [],
    isOwnersOwn: true as const,
    ...(covers === undefined ? {} : { covers }),
  };
  return { packages: [made], issues: [] };
}
