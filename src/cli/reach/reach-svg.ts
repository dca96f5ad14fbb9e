import { type GraphNode, type PackageGraph } from './package-edges.ts';

const rowHeight = 24;
const columnWidth = 300;
const boxWidth = 240;
const maxColumns = 60;

/** The same graph as a drawing: each package in the column of its distance from the command. */
export function* reachSvg({ nodes, edges }: PackageGraph): Iterable<string> {
  const parent = new Map(edges.map(({ from, to }) => [to, from]));
  const columns: (GraphNode[] | undefined)[] = [];
  for (const node of nodes) (columns[depthOf(node.id, parent)] ??= []).push(node);
  const places = new Map<string, { x: number; y: number }>();
  for (const [x, column] of columns.entries())
    for (const [y, node] of (column ?? []).entries()) places.set(node.id, { x: 20 + x * columnWidth, y: 20 + y * rowHeight });
  const height = 40 + Math.max(...columns.map((column) => column?.length ?? 0)) * rowHeight;
  yield `<svg xmlns="http://www.w3.org/2000/svg" width="${40 + columns.length * columnWidth}" height="${height}" font-family="sans-serif" font-size="12">\n`;
  for (const { from, to } of edges) {
    const [a, b] = [places.get(from), places.get(to)];
    if (a !== undefined && b !== undefined) yield `<path d="M${a.x + boxWidth} ${a.y + 9}L${b.x} ${b.y + 9}" stroke="#999" fill="none"/>\n`;
  }
  for (const { id, label, state, findings } of nodes) {
    const { x, y } = places.get(id)!;
    const text = findings === 0 ? label : `${label} (${findings})`;
    yield `<rect x="${x}" y="${y}" width="${boxWidth}" height="18" fill="${state === 'loaded' ? '#f6d5d5' : '#fdf3d0'}" stroke="#777"/>`;
    yield `<text x="${x + 4}" y="${y + 13}">${escapeXml(text.slice(0, 38))}</text>\n`;
  }
  yield '</svg>\n';
}

function depthOf(id: string, parent: ReadonlyMap<string, string>): number {
  let depth = 0;
  for (let at = parent.get(id); at !== undefined && depth < maxColumns; at = parent.get(at)) depth++;
  return depth;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`).replace(/\p{Cc}/gu, ' ');
}
