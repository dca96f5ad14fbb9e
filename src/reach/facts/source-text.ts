import { type SourceFact, type SourceLanguage } from './file-fact.ts';

const maxNames = 1_000;
const maxReferences = 5_000;

export function emptySource(language: SourceLanguage): SourceFact {
  return { kind: 'source', language, always: [], maybe: [], under: [], names: [], paths: [] };
}

export function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].slice(0, maxReferences);
}

/** Short literals that could name a module, a file or a program: `pg`, `@scope/name`, `worker.js`, `psycopg2`. */
export function literalNames(text: string): readonly string[] {
  return collect(text, /["'`]((?:@[\w.-]{1,60}\/)?[A-Za-z_][\w./:-]{1,80})["'`]/g, maxNames);
}

export function literalPaths(text: string): readonly string[] {
  return collect(text, /["'`\s=(:](\/(?:app|bin|etc|home|lib\d*|opt|sbin|srv|usr|var)\/[\w@./+-]{2,200})/g, maxNames);
}

function collect(text: string, pattern: RegExp, most: number): readonly string[] {
  const found = new Set<string>();
  for (const [, value] of text.matchAll(pattern)) {
    found.add(value!);
    if (found.size >= most) break;
  }
  return [...found];
}
