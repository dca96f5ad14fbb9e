import { type Edit } from '../../check/dockerfile/fix/fixes.ts';
import { type Build, type Step } from '../../check/dockerfile/build/build.ts';
import { type Package } from '../../model/package.ts';
import { type PlannedAction } from '../../model/plan.ts';
import { type Fit } from './fit-dockerfile.ts';

export interface FittedDockerfile {
  readonly build: Build;
  readonly fit: Fit;
  /** The user that the image runs as. */
  readonly user: string | undefined;
  readonly packages: ReadonlyMap<string, Package>;
  /** Lines end with a carriage return. */
  readonly isCrlf: boolean;
}

/** A RUN that upgrades packages of the distribution, after the last instruction that brought one of them. */
export function systemUpgradeEdit({ command, changes = [] }: PlannedAction, dockerfile: FittedDockerfile): Edit | undefined {
  if (command === undefined) return undefined;
  const { fit, packages } = dockerfile;
  const layers = changes.map(({ packageId }) => packages.get(packageId)?.layerIndex ?? 0);
  const last = Math.max(...layers.filter((layer) => fit.stepOfLayer.has(layer)), -1);
  return insertRun(command, fit.stepOfLayer.get(last) ?? fit.chain[0]?.from, dockerfile);
}

/** A RUN that deletes a bundled tool at the end of the stage, unless something still calls it. */
export function removeToolEdit({ package: tool }: PlannedAction, paths: readonly string[], dockerfile: FittedDockerfile): Edit | undefined {
  const { stage } = dockerfile.fit;
  const calls = new RegExp(`(?:^|[\\s"'/])(?:${tool}|npx)(?:["'\\s]|$)`);
  const isCalled = stage.steps.some(({ keyword, instruction }) => /^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(keyword) && calls.test(instruction.rest));
  const folders = new Set(paths.flatMap((path) => new RegExp(`^(.*?lib/node_modules/${tool})/`).exec(path)?.[1] ?? []));
  if (tool === undefined || isCalled || folders.size === 0 || ![...folders].every((folder) => /^[\w./@-]+$/.test(folder))) return undefined;
  const programs = [...folders].flatMap((folder) => [tool, ...(tool === 'npm' ? ['npx'] : [])].map((name) => `/${folder.replace(/lib\/node_modules\/.*$/, `bin/${name}`)}`));
  const after = stage.steps.findLast(({ keyword }) => keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD') ?? stage.from;
  return insertRun(`rm -rf ${[...[...folders].map((folder) => `/${folder}`), ...programs].join(' ')}`, after, dockerfile);
} // prettier-ignore

/** After an instruction, as root, in the letter case and with the line ends of the file. */
function insertRun(command: string, after: Step | undefined, { build, fit, user, isCrlf }: FittedDockerfile): Edit | undefined {
  if (after === undefined) return undefined;
  const { lines, escape } = build.file;
  const { endLine, word } = after.instruction;
  const line = lines[endLine - 1] ?? '';
  const lower = word === word.toLowerCase();
  const keyword = (name: string): string => (lower ? name.toLowerCase() : name);
  const as = userAt(after, fit, user);
  const run = `${keyword('RUN')} ${command.split(' && ').join(` ${escape}\n && `)}`;
  const added = as === undefined ? [run] : [`${keyword('USER')} root`, run, `${keyword('USER')} ${as}`];
  // The parser gives lines without their ends; a carriage return stays the last character of each line.
  const text = added.flatMap((each) => each.split('\n')).map((each) => `\n${each}${isCrlf ? '\r' : ''}`).join('');
  return { line: endLine, column: line.length + 1 + (isCrlf ? 1 : 0), length: 0, text };
} // prettier-ignore

/** Who the instruction after this one runs as; `undefined` for root. */
function userAt(after: Step, { chain }: Fit, user: string | undefined): string | undefined {
  const steps = chain.flatMap((stage) => [...(stage.from === undefined ? [] : [stage.from]), ...stage.steps]);
  const at = steps.indexOf(after);
  const set = steps.slice(0, at + 1).findLast(({ keyword }) => keyword === 'USER');
  const isSet = steps.some(({ keyword }) => keyword === 'USER');
  // Without any USER the image's own is that of the base.
  const name = set?.instruction.rest ?? (isSet ? undefined : user);
  return name === undefined || name === '' || /^(?:root|0)(?::|$)/.test(name) ? undefined : name;
}
