/**
 * The object inside every zlib stream of Node, which runs one call of zlib: at once, as `gunzipSync` does, or on a thread of
 * libuv's pool, as streams do. Used directly there is no copy, event or new buffer for each piece. It is not documented, so its
 * shape is checked, and the tests run on every supported Node (docs/adr/0009-synchronous-layer-reading.md).
 */
export interface ZlibHandle {
  writeSync: ZlibWrite;
  /** Neither buffer may be changed until `cb` or `onerror` is called. */
  write?: ZlibWrite;
  reset?: () => void;
  onerror: (message: string, errno: number, code: string) => void;
  /** Called when a `write` is done. */
  cb?: () => void;
}

export type ZlibWrite = (
  flush: number,
  input: Buffer | null,
  inputOffset: number,
  inputLength: number,
  output: Buffer,
  outputOffset: number,
  outputLength: number,
) => void;

export interface OpenZlib {
  readonly handle: ZlibHandle;
  /** After a call: bytes left in the output, bytes left in the input. */
  readonly state: Uint32Array;
}

/** `undefined` where Node is built otherwise inside. */
export function openZlibHandle(stream: object): OpenZlib | undefined {
  const { _handle: handle, _writeState: state } = stream as { readonly _handle?: ZlibHandle; readonly _writeState?: unknown };
  return typeof handle?.writeSync === 'function' && state instanceof Uint32Array ? { handle, state } : undefined;
}

/**
 * Has the handle's `write` call `cb` and nothing else. The stream it belongs to would take the output for its readers; a handle
 * finds its stream under a symbol, and of a destroyed stream it calls `cb` alone. `AsyncLocalStorage` adds symbols of its own to every handle. `false`
 * where Node is built otherwise.
 */
export function detachFromStream(handle: ZlibHandle): boolean {
  const [owner, ...others] = Object.getOwnPropertySymbols(handle).filter(({ description }) => description === 'owner_symbol');
  if (owner === undefined || others.length > 0 || typeof handle.write !== 'function') return false;
  (handle as unknown as Record<symbol, object>)[owner] = { destroyed: true };
  return true;
}
