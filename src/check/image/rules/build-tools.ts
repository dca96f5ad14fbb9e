import { type Package } from '../../../model/package.ts';
import { type FileRule } from '../image-rule.ts';

const names =
  /^(?:gcc|g\+\+|gcc-c\+\+|clang|llvm|rustc|cargo|rust|golang|go|cmake|make|ninja-build|automake|autoconf|libtool|binutils|build-essential|build-base|dpkg-dev|maven|gradle|default-jdk|git|mercurial|subversion)(?:-\d[\d.]*)?$|^(?:openjdk|java)-[\d.]+-(?:openjdk-devel|jdk|jdk-headless)$/;
/** Names that are listed; the rest is counted. */
const mostNames = 8;

export const buildTools: FileRule = {
  id: 'build-tools',
  kind: 'misconfiguration',
  title: 'Compilers and build tools are in the image',
  rationale: 'They are not needed to run the application, have many flaws of their own, and let an attacker build tools inside the container.',
  remediation: 'Build in a stage of its own, and COPY --from it only what the application needs.',
  severity: 'low',
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  aliases: ['CIS-DI-0003', 'CIS-4.3'],
  examples: { bad: ['PACKAGE gcc-12', 'PACKAGE make\nPACKAGE libssl-dev'], good: ['PACKAGE libgcc-s1', 'PACKAGE curl', 'PACKAGE gcc-12-base'] },
  *check({ packages }) {
    const found = packages.filter(isBuildTool);
    for (const layerIndex of new Set(found.map((tool) => tool.layerIndex))) {
      const tools = [...new Set(found.filter((tool) => tool.layerIndex === layerIndex).map(({ name }) => name))];
      const more = tools.length - mostNames;
      const listed = `${tools.slice(0, mostNames).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
      const path = found.find((tool) => tool.layerIndex === layerIndex)?.locations[0]?.path ?? '';
      yield { message: `build tools are installed: ${listed}`, location: { path, layerIndex } };
    }
  },
}; // prettier-ignore

/** Packages of the distribution only: a module named make is no compiler. */
export function isBuildTool({ name, purl }: Package): boolean {
  return names.test(name) && /^pkg:(?:deb|rpm|apk|alpm)\//.test(purl);
}
