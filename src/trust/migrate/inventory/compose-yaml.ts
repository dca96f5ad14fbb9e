import { Composer, LineCounter, Parser, type CST, type Document } from 'yaml';
import { limits } from '../../../model/limits.ts';

export interface ComposedYaml {
  /** With their errors inside. */
  readonly documents: readonly Document.Parsed[];
  readonly lineCounter: LineCounter;
}

/**
 * Every document of a YAML 1.2 or JSON text. `undefined` when it is nested deeper than `limits.documentDepth`: the library composes by recursion, and
 * where the stack ends its regular expressions can end the process. Its parser goes by a stack of its own, so the depth is counted on what that gives.
 */
export function composeYaml(text: string): ComposedYaml | undefined {
  const lineCounter = new LineCounter();
  const tokens = [...new Parser(lineCounter.addNewLine).parse(text)];
  if (tokens.some((token) => isDeeper(token, limits.documentDepth))) return undefined;
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false, logLevel: 'silent', merge: false });
  return { documents: [...composer.compose(tokens)] as Document.Parsed[], lineCounter };
}

function isDeeper(root: CST.Token, maxDepth: number): boolean {
  const open: [CST.Token, number][] = [[root, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [token, depth] = next;
    if (depth > maxDepth) return true;
    if (token.type === 'document' && token.value !== undefined) open.push([token.value, depth]);
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      if (key) open.push([key, depth + 1]);
      if (value) open.push([value, depth + 1]);
    }
  }
  return false;
}
