import { type FileTree } from '../../model/file-tree.ts';
import { type ArchiveFact } from '../facts/file-fact.ts';
import { filesBelow } from '../walk/files-below.ts';
import { type World } from '../walk/world.ts';

/** Classes that a class path has in one place: an archive, one inside another, or a folder. */
export interface JavaUnit {
  /** Path of the archive or folder; behind `!/` that inside it. */
  readonly key: string;
  /** The file in the image. */
  readonly path: string;
  /** By Java package: the packages that its classes name. */
  readonly references: ReadonlyMap<string, readonly string[]>;
  readonly services: readonly string[];
  readonly reflective: ReadonlySet<string>;
  readonly mainClass?: string;
  readonly startClass?: string;
  readonly classPath: readonly string[];
  readonly isCut: boolean;
}

/** What is at a place of a class path; the archives inside an archive follow it. Empty where nothing is, or nothing that could be read. */
export function readUnits(path: string, world: World): readonly JavaUnit[] {
  const entry = world.tree.get(path);
  if (entry === undefined) return [];
  if (entry.type === 'directory') return readFolder(path, world);
  return world
    .factsOf(entry)
    .filter((fact) => fact.kind === 'java')
    .map((fact) => toUnit(fact.inside === '' ? entry.path : `${entry.path}!/${fact.inside}`, entry.path, [fact]))
    .sort((a, b) => a.key.length - b.key.length);
}

/** Class files of a folder are one unit; `undefined` of them are too many to be listed. */
function readFolder(folder: string, world: World): readonly JavaUnit[] {
  const files = filesBelow(folder, world.tree);
  const facts = (files ?? []).filter((file) => file.endsWith('.class')).flatMap((file) => classFacts(file, world.tree, world));
  return files !== undefined && facts.length === 0 ? [] : [toUnit(folder, folder, facts, files === undefined)];
}

function classFacts(file: string, tree: FileTree, world: World): readonly ArchiveFact[] {
  const entry = tree.get(file);
  return entry === undefined ? [] : world.factsOf(entry).filter((fact) => fact.kind === 'java');
}

function toUnit(key: string, path: string, facts: readonly ArchiveFact[], isCut = false): JavaUnit {
  const references = new Map<string, string[]>();
  for (const fact of facts)
    for (const [name, found] of Object.entries(fact.references)) references.set(name, [...(references.get(name) ?? []), ...found]);
  const [first] = facts;
  return {
    key,
    path,
    references,
    services: facts.flatMap((fact) => fact.services),
    reflective: new Set(facts.flatMap((fact) => fact.reflective)),
    classPath: first?.classPath ?? [],
    isCut: isCut || facts.some((fact) => fact.isCut === true),
    ...(first?.mainClass === undefined ? {} : { mainClass: first.mainClass.replaceAll('.', '/') }),
    ...(first?.startClass === undefined ? {} : { startClass: first.startClass.replaceAll('.', '/') }),
  };
}
