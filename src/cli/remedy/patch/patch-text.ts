import { escapeControl } from '../../../lib/terminal/escape-control.ts';
import { wrapWords } from '../../../lib/terminal/wrap-words.ts';
import { proofLines } from '../proof-text.ts';
import { type PatchView } from './patch-view.ts';

const maxPackages = 20;

export function* patchText(view: PatchView, { width }: { readonly width: number }): Iterable<string> {
  const { image, outcome, proof, packages, stored, unfixed, notes } = view;
  if (outcome === 'nothing-to-patch') {
    const without = unfixed === 0 ? 'nothing to patch' : `nothing with a fix; ${unfixed} ${unfixed === 1 ? 'finding has' : 'findings have'} none`;
    yield `NOTHING TO PATCH  ${escapeControl(image)}: ${without}\n`;
    return;
  }
  yield `${outcome === 'patched' ? 'PATCHED' : 'NOT STORED'}  ${escapeControl(stored === undefined ? image : `${stored.name}@${stored.digest}`)}\n`;
  if (proof !== undefined) yield* proofLines(proof, width);
  yield `\nPackages changed: ${packages.length}\n`;
  for (const { name, from, to } of packages.slice(0, maxPackages))
    yield `${wrapWords(escapeControl(`${name} ${from ?? '(new)'} → ${to ?? '(removed)'}`), width, '  ', '    ').join('\n')}\n`;
  if (packages.length > maxPackages) yield `  and ${packages.length - maxPackages} more\n`;
  for (const note of notes) yield `${wrapWords(escapeControl(note), width, '', '  ').join('\n')}\n`;
} // prettier-ignore

export function* patchJson({ before: _before, action, ...view }: PatchView, toolVersion: string): Iterable<string> {
  const document = { schemaVersion: 1, tool: { name: 'pratique', version: toolVersion }, ...view, ...(action === undefined ? {} : { command: action.command }) };
  yield `${JSON.stringify(document, undefined, 2)}\n`;
} // prettier-ignore
