import { Composer, LineCounter, Parser, type CST, type Document, type DocumentOptions, type ParseOptions, type SchemaOptions } from 'yaml';

export interface ComposedYaml {
  /** With their errors inside; one at least, but none when the text is nested too deep. */
  readonly documents: readonly Document.Parsed[];
  /** Where it first is nested too deep: an offset. */
  readonly tooDeepAt?: number;
  readonly lineCounter: LineCounter;
}

export type ComposeOptions = ParseOptions & DocumentOptions & SchemaOptions;

/**
 * Every document of a YAML 1.2 or JSON text. What is nested deeper than `maxDepth` is not composed: the library does that by recursion, and
 * where the stack ends its regular expressions can end the process. Its parser goes by a stack of its own, so the depth is counted on what that gives.
 */
export function composeYaml(text: string, maxDepth: number, options: ComposeOptions): ComposedYaml {
  const lineCounter = new LineCounter();
  const tokens = [...new Parser(lineCounter.addNewLine).parse(text)];
  for (const token of tokens) {
    const tooDeepAt = findTooDeep(token, maxDepth);
    if (tooDeepAt !== undefined) return { documents: [], tooDeepAt, lineCounter };
  }
  const composer = new Composer({ prettyErrors: false, logLevel: 'silent', ...options });
  return { documents: [...composer.compose(tokens, true, text.length)] as Document.Parsed[], lineCounter };
}

function findTooDeep(root: CST.Token, maxDepth: number): number | undefined {
  const open: [CST.Token, number][] = [[root, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [token, depth] = next;
    if (depth > maxDepth) return token.offset;
    if (token.type === 'document' && token.value !== undefined) open.push([token.value, depth]);
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      if (key) open.push([key, depth + 1]);
      if (value) open.push([value, depth + 1]);
    }
  }
  return undefined;
}
