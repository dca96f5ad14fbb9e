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

export interface SourceTraits {
  /** It loads something by a computed name. */
  readonly isDynamic: boolean;
  readonly runs: boolean;
  /** Nothing in the file bounds a computed name. */
  readonly isOpen: boolean;
  readonly findsPlugins?: boolean;
  /** Its literals may name what libraries load for it, as those of an application do. */
  readonly wantsNames?: boolean;
}

/** What a reader found, without doubles, and the literals of the file. */
export function finishSource(fact: SourceFact, text: string, traits: SourceTraits): SourceFact {
  const { isDynamic, runs, isOpen, findsPlugins, wantsNames } = traits;
  return {
    ...fact,
    always: distinct(fact.always),
    maybe: distinct(fact.maybe),
    under: distinct(fact.under),
    names: isDynamic || runs || wantsNames === true ? literalNames(text) : [],
    paths: literalPaths(text),
    ...(isDynamic ? { isDynamic } : {}),
    ...(isOpen ? { isOpen } : {}),
    ...(runs ? { runs } : {}),
    ...(findsPlugins === true ? { findsPlugins } : {}),
  };
}
