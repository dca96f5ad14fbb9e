/**
 * SPDX identifiers of licences as poms and manifests write them: by name, and by address without its scheme, `www.` and suffix. Only what names one licence is here; the rest stays as written.
 */
// prettier-ignore
const spdxByText: ReadonlyMap<string, string> = new Map([
  ['apache 2', 'Apache-2.0'], ['apache 2.0', 'Apache-2.0'], ['apache-2.0', 'Apache-2.0'], ['apache license 2.0', 'Apache-2.0'], ['apache license, 2.0', 'Apache-2.0'],
  ['apache license version 2.0', 'Apache-2.0'], ['apache license, version 2.0', 'Apache-2.0'], ['apache license v2.0', 'Apache-2.0'], ['asl 2.0', 'Apache-2.0'], ['asf 2.0', 'Apache-2.0'],
  ['apache software license, version 2.0', 'Apache-2.0'], ['apache software license 2.0', 'Apache-2.0'], ['apache public license 2.0', 'Apache-2.0'],
  ['apache.org/licenses/license-2.0', 'Apache-2.0'], ['opensource.org/licenses/apache-2.0', 'Apache-2.0'], ['opensource.org/licenses/apache2.0', 'Apache-2.0'],
  ['mit', 'MIT'], ['mit license', 'MIT'], ['mit-license', 'MIT'], ['opensource.org/licenses/mit', 'MIT'], ['opensource.org/licenses/mit-license', 'MIT'], ['opensource.org/license/mit', 'MIT'], ['mit-0', 'MIT-0'],
  ['bsd-2-clause', 'BSD-2-Clause'], ['bsd 2-clause', 'BSD-2-Clause'], ['bsd 2-clause license', 'BSD-2-Clause'], ['opensource.org/licenses/bsd-2-clause', 'BSD-2-Clause'], ['simplified bsd license', 'BSD-2-Clause'],
  ['bsd-3-clause', 'BSD-3-Clause'], ['bsd 3-clause', 'BSD-3-Clause'], ['bsd 3-clause license', 'BSD-3-Clause'], ['opensource.org/licenses/bsd-3-clause', 'BSD-3-Clause'], ['new bsd license', 'BSD-3-Clause'],
  ['3-clause bsd license', 'BSD-3-Clause'], ['revised bsd license', 'BSD-3-Clause'], ['eclipse distribution license - v 1.0', 'BSD-3-Clause'], ['eclipse distribution license v. 1.0', 'BSD-3-Clause'],
  ['edl 1.0', 'BSD-3-Clause'], ['eclipse.org/org/documents/edl-v10', 'BSD-3-Clause'],
  ['epl-1.0', 'EPL-1.0'], ['epl 1.0', 'EPL-1.0'], ['eclipse public license 1.0', 'EPL-1.0'], ['eclipse public license - v 1.0', 'EPL-1.0'], ['eclipse public license, version 1.0', 'EPL-1.0'],
  ['eclipse.org/legal/epl-v10', 'EPL-1.0'], ['eclipse.org/org/documents/epl-v10', 'EPL-1.0'], ['opensource.org/licenses/eclipse-1.0', 'EPL-1.0'],
  ['epl-2.0', 'EPL-2.0'], ['epl 2.0', 'EPL-2.0'], ['eclipse public license 2.0', 'EPL-2.0'], ['eclipse public license v2.0', 'EPL-2.0'], ['eclipse public license v. 2.0', 'EPL-2.0'], ['eclipse public license - v 2.0', 'EPL-2.0'],
  ['eclipse public license, version 2.0', 'EPL-2.0'], ['eclipse.org/legal/epl-v20', 'EPL-2.0'], ['eclipse.org/legal/epl-2.0', 'EPL-2.0'], ['eclipse.org/org/documents/epl-2.0/epl-2.0', 'EPL-2.0'],
  ['gpl2 w/ cpe', 'GPL-2.0-only WITH Classpath-exception-2.0'], ['gpl-2.0-with-classpath-exception', 'GPL-2.0-only WITH Classpath-exception-2.0'],
  ['gnu.org/software/classpath/license', 'GPL-2.0-only WITH Classpath-exception-2.0'], ['gnu general public license, version 2 with the gnu classpath exception', 'GPL-2.0-only WITH Classpath-exception-2.0'],
  ['gnu.org/licenses/old-licenses/gpl-2.0', 'GPL-2.0-only'], ['gnu.org/licenses/gpl-3.0', 'GPL-3.0-only'],
  ['gnu.org/licenses/old-licenses/lgpl-2.1', 'LGPL-2.1-only'], ['gnu.org/licenses/lgpl-2.1', 'LGPL-2.1-only'], ['lgpl-2.1', 'LGPL-2.1-only'], ['lgpl 2.1', 'LGPL-2.1-only'],
  ['gnu lesser general public license, version 2.1', 'LGPL-2.1-only'], ['lgpl, version 2.1', 'LGPL-2.1-only'], ['gnu.org/licenses/lgpl-3.0', 'LGPL-3.0-only'],
  ['cddl-1.0', 'CDDL-1.0'], ['cddl 1.0', 'CDDL-1.0'], ['common development and distribution license (cddl) v1.0', 'CDDL-1.0'], ['opensource.org/licenses/cddl1', 'CDDL-1.0'],
  ['cddl 1.1', 'CDDL-1.1'], ['cc0', 'CC0-1.0'], ['cc0-1.0', 'CC0-1.0'], ['creativecommons.org/publicdomain/zero/1.0', 'CC0-1.0'], ['public domain, per creative commons cc0', 'CC0-1.0'],
  ['mpl-2.0', 'MPL-2.0'], ['mpl 2.0', 'MPL-2.0'], ['mozilla public license, version 2.0', 'MPL-2.0'], ['mozilla public license version 2.0', 'MPL-2.0'], ['mozilla.org/mpl/2.0', 'MPL-2.0'], ['mozilla.org/en-us/mpl/2.0', 'MPL-2.0'],
  ['bouncy castle licence', 'MIT'], ['bouncycastle.org/licence', 'MIT'], ['isc', 'ISC'], ['upl-1.0', 'UPL-1.0'], ['universal permissive license, version 1.0', 'UPL-1.0'], ['unicode/icu license', 'ICU'],
  ['go license', 'BSD-3-Clause'], ['zlib', 'Zlib'], ['unlicense', 'Unlicense'], ['the unlicense', 'Unlicense'], ['wtfpl', 'WTFPL'], ['0bsd', '0BSD'],
]);

export function spdxOf(written: string): string {
  const text = written.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  const address = text.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$|\.(?:txt|html?|php|md)$/, '');
  return spdxByText.get(text) ?? spdxByText.get(text.replace(/^the /, '')) ?? spdxByText.get(address) ?? written.trim();
}
