import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { describeWay } from './judge-assertion.ts';
import { hostItself, type NetworkView, outside } from './network-view.ts';
import { joinDirections } from './join-directions.ts';

/** A flowchart in Mermaid, which GitHub and GitLab draw in Markdown; mermaid.js.org, Flowcharts. */
export function* writeNetworkMermaid(view: NetworkView): Generator<string> {
  const ids = new Map<string, string>();
  yield 'flowchart LR\n';
  const used = new Set(view.reaches.flatMap(({ from, to }) => [from, to]));
  for (const [name, shape] of [
    [outside, ['((', '))']],
    [hostItself, ['[[', ']]']],
  ] as const)
    // prettier-ignore
    if (used.has(name)) yield node(ids, name, name === outside ? 'other machines' : 'host', shape);
  for (const { name, isOnHost } of view.members) yield node(ids, name, isOnHost ? `${name} (host’s network)` : name, ['[', ']']);
  for (const { from, to, ways, isBoth } of joinDirections(view.reaches)) {
    const label = quoted(ways.map(describeWay).join(', '));
    yield `  ${ids.get(from)!} ${isBoth ? '<-->' : '-->'}|${label}| ${ids.get(to)!}\n`;
  }
}

function node(ids: Map<string, string>, name: string, label: string, [open, close]: readonly [string, string]): string {
  const id = `n${ids.size}`;
  ids.set(name, id);
  return `  ${id}${open}${quoted(label)}${close}\n`;
}

/** Text in quotes; entities for what would end them or be read as HTML or Markdown. */
function quoted(text: string): string {
  return `"${escapeControl(text).replace(/[^\p{L}\p{N} .,:;/()_+=@’-]/gu, (character) => `#${character.codePointAt(0)!};`)}"`;
}
