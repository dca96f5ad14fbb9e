/** Put in by the build (tools/build.mjs). */
declare const __PRATIQUE_VERSION__: string | undefined;

/** The version in package.json; `0.0.0-source` when the sources run unbuilt. */
export const version: string = typeof __PRATIQUE_VERSION__ === 'string' ? __PRATIQUE_VERSION__ : '0.0.0-source';
