import { type PackageGraph } from './package-edges.ts';

/** A graph for Graphviz: graphviz.org/doc/info/lang.html. */
export function* reachDot({ nodes, edges }: PackageGraph): Iterable<string> {
  yield 'digraph reach {\n  rankdir=LR;\n  node [shape=box, style=filled, fontname="sans-serif"];\n';
  for (const { id, label, state, findings } of nodes)
    yield `  ${quote(id)} [label=${quote(findings === 0 ? label : `${label} (${findings})`)}, fillcolor="${state === 'loaded' ? '#f6d5d5' : '#fdf3d0'}"];\n`;
  for (const { from, to } of edges) yield `  ${quote(from)} -> ${quote(to)};\n`;
  yield '}\n';
}

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/\p{Cc}/gu, ' ')}"`;
}
