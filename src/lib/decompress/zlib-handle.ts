/**
 * The synchronous write that every zlib stream of Node has inside, which `gunzipSync` itself runs on: no copy, no event, no
 * thread hop for each piece. It is not documented, so its shape is checked, and the tests run on every supported Node
 * (docs/adr/0009-synchronous-layer-reading.md).
 */
export interface ZlibHandle {
  writeSync(
    flush: number,
    input: Buffer | null,
    inputOffset: number,
    inputLength: number,
    output: Buffer,
    outputOffset: number,
    outputLength: number,
  ): void;
  reset?: () => void;
  onerror: (message: string, errno: number, code: string) => void;
}

export interface OpenZlib {
  readonly handle: ZlibHandle;
  /** After a write: bytes left in the output, bytes left in the input. */
  readonly state: Uint32Array;
}

/** `undefined` where Node is built otherwise inside. */
export function openZlibHandle(stream: object): OpenZlib | undefined {
  const { _handle: handle, _writeState: state } = stream as { readonly _handle?: ZlibHandle; readonly _writeState?: unknown };
  return typeof handle?.writeSync === 'function' && state instanceof Uint32Array ? { handle, state } : undefined;
}
