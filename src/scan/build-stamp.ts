/** Put in by the build (tools/build.mjs): a hash of the sources. */
declare const __PRATIQUE_BUILD__: string | undefined;

/**
 * Part of the key of every remembered result: another build may find something else in the same layers. So results of the code are known without
 * loading it. `source` when the sources run unbuilt.
 */
export const buildStamp: string = typeof __PRATIQUE_BUILD__ === 'string' ? __PRATIQUE_BUILD__ : 'source';
