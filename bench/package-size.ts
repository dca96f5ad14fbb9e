import { execFileSync } from 'node:child_process';
import { reportFigure } from './support/figure.ts';

/** What an installation costs: bytes on the wire, bytes on disk, files, and how many other packages come along. */
interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly entryCount: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
) as Packed[];
const { dependencies = {} } = JSON.parse(
  execFileSync(process.execPath, ['-p', 'JSON.stringify(require("./package.json"))'], { encoding: 'utf8' }),
) as {
  dependencies?: Readonly<Record<string, string>>;
};
if (packed === undefined) throw new Error('npm pack listed nothing');
for (const { path, size } of [...packed.files].sort((a, b) => b.size - a.size).slice(0, 5))
  process.stdout.write(`${(size / 1024).toFixed(0).padStart(6)} KiB  ${path}\n`);
reportFigure({ name: 'package: download', value: packed.size / 1024, unit: 'KiB', atMost: 2048 });
// The pages of the server, the API for coding assistants and the command reference are a fifth of it.
reportFigure({ name: 'package: installed', value: packed.unpackedSize / 1024, unit: 'KiB', atMost: 6656 });
reportFigure({ name: 'package: files', value: packed.entryCount, unit: 'files' });
reportFigure({ name: 'package: dependencies', value: Object.keys(dependencies).length, unit: 'packages', atMost: 0 });
