import { rolldown } from 'rolldown';

/** One script of a TypeScript file and all that it imports, for a process that a test starts and kills. Returns its path. */
export async function bundleForNode(entry: string, file: string): Promise<string> {
  const bundle = await rolldown({ input: entry, platform: 'node', logLevel: 'silent' });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return file;
}
