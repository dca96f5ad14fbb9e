import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { fitWidth } from '../../lib/terminal/display-width.ts';
import { describeWay } from './judge-assertion.ts';
import { joinDirections } from './join-directions.ts';
import { hostItself, type NetworkView, outside } from './network-view.ts';

const [boxWidth, boxHeight, columnGap, rowGap, margin] = [150, 40, 130, 34, 30];

interface Box {
  readonly name: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
}

/** A drawing without scripts, styles from elsewhere or links: members in columns by their distance from other machines, and a line for each connection. */
export function* writeNetworkSvg(view: NetworkView): Generator<string> {
  const boxes = placeBoxes(view);
  const byName = new Map(boxes.map((box) => [box.name, box]));
  const width = Math.max(...boxes.map(({ x }) => x)) + boxWidth + margin + 60;
  const height = Math.max(...boxes.map(({ y }) => y)) + boxHeight + margin;
  yield `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12">\n`;
  yield `<title>${escapeXml(view.subject)}</title>\n`;
  yield '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" fill="#5b6b7b"/></marker></defs>\n';
  yield `<rect width="${width}" height="${height}" fill="#ffffff"/>\n`;
  for (const { from, to, ways, isBoth } of joinDirections(view.reaches)) {
    const [start, end] = [byName.get(from), byName.get(to)];
    if (start === undefined || end === undefined) continue;
    const color = from === outside ? '#c0392b' : '#5b6b7b';
    const label = `${from} ${isBoth ? '↔' : '→'} ${to}: ${ways.map(describeWay).join(', ')}`;
    yield `<path d="${curve(start, end)}" fill="none" stroke="${color}" stroke-width="1.5" marker-end="url(#tip)"${isBoth ? ' marker-start="url(#tip)"' : ''}><title>${escapeXml(label)}</title></path>\n`;
  }
  for (const { name, label, x, y } of boxes) {
    const isEnd = name === outside || name === hostItself;
    yield `<g><rect x="${x}" y="${y}" width="${boxWidth}" height="${boxHeight}" rx="6" fill="${isEnd ? '#fdecea' : '#eef4fb'}" stroke="#5b6b7b"/>`;
    yield `<text x="${x + boxWidth / 2}" y="${y + 17}" text-anchor="middle" font-weight="bold">${escapeXml(fitWidth(escapeControl(label), 22))}</text>`;
    yield `<text x="${x + boxWidth / 2}" y="${y + 32}" text-anchor="middle" fill="#5b6b7b" font-size="10">${escapeXml(fitWidth(escapeControl(subtitle(view, name)), 28))}</text></g>\n`;
  }
  yield '</svg>\n';
}

/** Columns by distance from other machines: what is open first, what is behind it next, what nobody leads to last. */
function placeBoxes(view: NetworkView): readonly Box[] {
  const used = new Set(view.reaches.flatMap(({ from, to }) => [from, to]));
  const names = [outside, ...(used.has(hostItself) ? [hostItself] : []), ...view.members.map(({ name }) => name)];
  const columns = new Map<string, number>([[outside, 0], [hostItself, 0]]); // prettier-ignore
  for (let column = 0, edge = [outside]; edge.length > 0; column++) {
    const next = view.reaches.filter(({ from, to }) => edge.includes(from) && !columns.has(to)).map(({ to }) => to);
    for (const name of next) columns.set(name, column + 1);
    edge = [...new Set(next)];
  }
  const last = Math.max(...columns.values()) + 1;
  const rows = new Map<number, number>();
  return names.map((name) => {
    const column = columns.get(name) ?? last;
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    const label = name === outside ? 'other machines' : name === hostItself ? 'host' : name;
    return { name, label, x: margin + column * (boxWidth + columnGap), y: margin + row * (boxHeight + rowGap) };
  });
}

function subtitle(view: NetworkView, name: string): string {
  const member = view.members.find((one) => one.name === name);
  if (member === undefined) return '';
  return member.isOnHost ? 'the host’s network' : member.segments.join(', ');
}

function curve(from: Box, to: Box): string {
  const [y1, y2] = [from.y + boxHeight / 2, to.y + boxHeight / 2];
  if (from.x === to.x) {
    const x = from.x + boxWidth;
    return `M${x} ${y1}C${x + 50} ${y1} ${x + 50} ${y2} ${x} ${y2}`;
  }
  const isForward = from.x < to.x;
  const [x1, x2] = isForward ? [from.x + boxWidth, to.x] : [from.x, to.x + boxWidth];
  const bend = isForward ? columnGap / 2 : -columnGap / 2;
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

function escapeXml(text: string): string {
  return escapeControl(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
