import { ZSTDDecoder } from 'zstddec/stream';

/** What the WebAssembly build of the reference decoder exports; zstd.h, "Streaming decompression - HowTo". */
export interface ZstdExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  malloc(bytes: number): number;
  free(pointer: number): void;
  ZSTD_createDCtx(): number;
  ZSTD_freeDCtx(context: number): number;
  /** Bytes it would like next, 0 at the end of a frame, or a negative error number. */
  ZSTD_decompressStream(context: number, output: number, input: number): number;
}

let loaded: ZstdExports | undefined;

/** Compiles the WebAssembly module, once. */
export async function loadZstdModule(): Promise<ZstdExports> {
  if (loaded === undefined) await new ModuleDecoder().init();
  if (loaded === undefined) throw new Error('the zstd module exports nothing');
  return loaded;
}

/** The package's own streaming loop does not look at return codes, and so never ends on damaged input; we take its module and write the loop. */
class ModuleDecoder extends ZSTDDecoder {
  override _init(result: Parameters<ZSTDDecoder['_init']>[0]): void {
    super._init(result);
    loaded = (result as { instance: { exports: unknown } }).instance.exports as ZstdExports;
  }
}
