import { type TreeEntry } from '../../model/file-tree.ts';
import { type Loading } from '../../reach/elf/find-library.ts';
import { findStartup } from '../compose/started-programs.ts';

/** Programs that a command starts, scripts with their interpreters. */
export interface ImagePrograms {
  /** ELF files, the one that the command names first. */
  readonly programs: readonly TreeEntry[];
  /** Files whose content must be read first. */
  readonly unread: readonly string[];
}

/** By its words, the scripts among them, and `#!` lines. */
export function findPrograms(command: readonly string[], environment: readonly string[], { tree, elfAt }: Loading): ImagePrograms {
  const words = [...command];
  const seen = new Set<string>();
  const programs = new Map<string, TreeEntry>();
  const unread = new Set<string>();
  for (let round = 0; round < 4; round++) {
    const startup = findStartup(tree, words, environment);
    for (const path of startup.unread) unread.add(path);
    let isNew = false;
    for (const { entry, content } of startup.programs) {
      if (seen.has(entry.path) || content === undefined) continue;
      seen.add(entry.path);
      if (elfAt(entry) !== undefined) programs.set(entry.path, entry);
      const interpreter = readInterpreter(content);
      isNew ||= interpreter.length > 0;
      words.push(...interpreter);
    }
    if (!isNew) break;
  }
  return { programs: [...programs.values()], unread: [...unread] };
}

/** `#!/usr/bin/env node` names two programs. */
function readInterpreter(content: Uint8Array): readonly string[] {
  if (content[0] !== 0x23 || content[1] !== 0x21) return [];
  const [line = ''] = Buffer.from(content.subarray(2, 300)).toString('utf8').split('\n', 1);
  const [program = '', ...rest] = line.trim().split(/\s+/);
  return program.endsWith('/env')
    ? [program, ...rest.filter((word) => !word.startsWith('-') && !word.includes('=')).slice(0, 1)]
    : [program];
}
