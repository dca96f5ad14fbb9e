import { readableInstruction } from '../../model/readable-instruction.ts';
import { type ReportView } from '../report-view.ts';
import { displayWidth, fitStart, fitWidth } from '../../lib/terminal/display-width.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { readableVersion } from '../../model/readable-version.ts';
import { type PackageGroup } from './group-by-package.ts';
import { describeReach } from './describe-reach.ts';
import { type Style } from './style.ts';
import { hasLayers } from './has-layers.ts';
import { countOf } from './words.ts';

interface HeadOptions {
  readonly width: number;
  readonly style: Style;
  readonly isVerbose: boolean;
}

/** The package with its upgrade; below it which layer and instruction brought it, and where it is. */
export function* writeGroupHead(group: PackageGroup, view: ReportView, { width, style, isVerbose }: HeadOptions): Iterable<string> {
  // The publisher of another build does not have the distribution's version.
  const target = group.upgradeTo === undefined || group.supplier !== undefined ? '' : ` → ${readableVersion(group.upgradeTo)}`;
  const title = fitWidth(escapeControl(group.name), width - 2);
  const version = fitWidth(escapeControl(`${group.version}${target}`), width - displayWidth(title) - 3);
  yield `  ${style.strong(title)} ${version}`.trimEnd();
  const places = isVerbose || group.paths.length <= 2 ? group.paths : group.paths.slice(0, 1);
  const more = group.paths.length - places.length;
  const layer = hasLayers(view.report) ? layerLine(group, view) : '';
  const beside = layer !== '' && places.length === 1 && more === 0 ? ` · ${escapeControl(places[0]!)}` : '';
  const isBeside = beside !== '' && displayWidth(layer + beside) + 4 <= width;
  if (layer !== '') yield style.faint(fitWidth(`    ${layer}${isBeside ? beside : ''}`, width));
  const owner =
    group.owner === undefined
      ? []
      : [`part of ${group.owner.name}${group.owner.isSilent ? '; its distribution has no record of these' : ''}`];
  const supplier = group.supplier === undefined ? [] : [supplierLine(group.supplier)];
  const binaries = group.binaries.length === 0 ? [] : [`installed as ${group.binaries.join(', ')}`];
  const reach = group.reach === undefined ? [] : [describeReach(group.reach)];
  for (const line of [...owner, ...supplier, ...binaries, ...reach]) yield style.faint(fitWidth(`    ${escapeControl(line)}`, width));
  if (isBeside) return;
  // The end of a path says most.
  for (const path of places) yield style.faint(`    ${fitStart(escapeControl(path), width - 4)}`);
  if (more > 0) yield style.faint(`    and ${countOf(more, 'more place')}`);
}

/** `published by NodeSource, matched with Debian’s advisories: lower confidence` */
function supplierLine({ name, distribution }: NonNullable<PackageGroup['supplier']>): string {
  const publisher = name === 'unknown' ? 'an unknown publisher' : name;
  return `published by ${publisher}, matched with ${distribution}’s advisories: lower confidence`;
}

/** `layer 3 · your layers · COPY … /app`; counted from 0, as the JSON report does. */
function layerLine(group: PackageGroup, view: ReportView): string {
  const createdBy = view.report.target.layers[group.layerIndex]?.createdBy;
  const origin = group.broughtBy === 'unknown' ? '' : ` · ${group.broughtBy === 'base' ? 'base image' : 'your layers'}`;
  const instruction = createdBy === undefined ? '' : ` · ${readableInstruction(createdBy)}`;
  return escapeControl(`layer ${group.layerIndex}${origin}${instruction}`);
}
