/** What a Go executable says of itself; `problem` says why it says less. */
export interface GoBuildInfo {
  /** As written: `go1.26.8`, `go1.26.0 X:boringcrypto`, `devel go1.27-ba3a1c…`. */
  readonly goVersion?: string;
  /** The module list as `runtime/debug.BuildInfo` has it: lines of `path`, `mod`, `dep`, `=>` and `build`, with tabs. */
  readonly modules?: string;
  readonly problem?: string;
}
