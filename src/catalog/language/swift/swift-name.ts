/** `https://github.com/apple/swift-nio.git`, `git@github.com:apple/swift-nio.git` → `github.com/apple/swift-nio`, as OSV and purl-spec name a package. */
export function swiftName(location: string): string {
  const withoutScheme = location.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/^[^/@]+@/, '');
  // What ssh(1) writes with a colon is a path too; a number behind it is a port.
  return withoutScheme
    .replace(/^([^/:]+):(?!\d+\/)/, '$1/')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
}
