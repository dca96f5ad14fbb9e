import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { programEnvironment } from '../../../config/program-environment.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { runProgram } from './run-program.ts';

export interface BuildInput {
  /** The Dockerfile's file; it may be outside of the context. */
  readonly dockerfile: string;
  readonly context: string;
  readonly target?: string;
}

/** An image that was built, as a target to scan; it is removed from the builder's storage when it is disposed of. */
export interface BuiltImage extends AsyncDisposable {
  readonly target: string;
}

/** A program that builds images. */
export interface Builder {
  readonly name: 'buildah' | 'docker';
  /** `folder` takes the image where the builder's own storage cannot be scanned. Throws BUILD_FAILED. */
  build(input: BuildInput, folder: string, runtime: Runtime): Promise<BuiltImage>;
}

const failure = 'BUILD_FAILED' as const;

const buildah: Builder = {
  name: 'buildah',
  build: async ({ dockerfile, context, target }, folder, runtime) => {
    const tag = `localhost/pratique-fix:${process.pid}-${Date.now()}`;
    // Health checks are only in Docker's format, and an old cached RUN would prove nothing.
    const words = ['bud', '--format', 'docker', '--no-cache', '--layers', '-t', tag, '-f', dockerfile, ...(target === undefined ? [] : ['--target', target]), context];
    await runProgram('buildah', words, { failure }, runtime);
    const remove = async (): Promise<void> => {
      await runProgram('buildah', ['rmi', '-f', tag], { failure }, runtime).catch(() => undefined);
    };
    try {
      await runProgram('buildah', ['push', '--quiet', tag, `oci:${join(folder, 'image')}:fixed`], { failure }, runtime);
    } catch (error) {
      await remove();
      throw error;
    }
    return { target: `oci-dir:${join(folder, 'image')}`, [Symbol.asyncDispose]: remove };
  },
}; // prettier-ignore

const docker: Builder = {
  name: 'docker',
  build: async ({ dockerfile, context, target }, _folder, runtime) => {
    const tag = `pratique-fix:${process.pid}-${Date.now()}`;
    await runProgram('docker', ['build', '--no-cache', '-t', tag, '-f', dockerfile, ...(target === undefined ? [] : ['--target', target]), context], { failure }, runtime);
    return {
      target: `docker:${tag}`,
      [Symbol.asyncDispose]: async () => {
        await runProgram('docker', ['rmi', '-f', tag], { failure }, runtime).catch(() => undefined);
      },
    };
  },
}; // prettier-ignore

const builders: readonly Builder[] = [buildah, docker];
export const builderNames = builders.map(({ name }) => name);

/** The builder of that name, or the first that is installed. Throws BUILD_FAILED. */
export function findBuilder(name?: string): Builder {
  const found = builders.find((builder) => (name === undefined ? isInstalled(builder.name) : builder.name === name));
  if (found !== undefined) return found;
  throw new PratiqueError(failure, `no builder is installed: ${builderNames.join(' or ')} is needed`, {
    hint: 'install buildah or docker',
  });
}

export function isInstalled(program: string): boolean {
  return (programEnvironment()['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
