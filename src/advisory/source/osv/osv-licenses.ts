import { type EcosystemId } from '../../../model/ecosystem.ts';

const github = 'CC-BY-4.0 (GitHub Advisory Database); Apache-2.0 (OpenSSF malicious-packages)';

/** Ecosystems that have an export, and the licence of its records; https://google.github.io/osv.dev/data/, "Data sources". */
export const osvLicenses: Readonly<Partial<Record<EcosystemId, string>>> = {
  alpine: 'CC-BY-SA-4.0 (Alpine Linux security database)',
  debian: 'Debian security tracker, https://security-tracker.debian.org, no explicit licence',
  ubuntu: 'CC-BY-SA-4.0 (Canonical Ltd.)',
  wolfi: 'Apache-2.0 up to 2025-05-07 (Wolfi advisories); later records are CC-BY-NC-ND-4.0 with a scanner licence: do not redistribute',
  redhat: 'CC-BY-4.0 (Red Hat, Inc.)',
  almalinux: 'MIT (AlmaLinux OS Foundation)',
  rocky: 'BSD-3-Clause (Rocky Enterprise Software Foundation)',
  suse: 'CC-BY-4.0 (SUSE LLC)',
  opensuse: 'CC-BY-4.0 (SUSE LLC, openSUSE project)',
  mageia: 'CC-BY-SA-4.0 (Mageia.Org)',
  echo: 'CC-BY-4.0 (Echo Software Ltd.)',
  alpaquita: 'BellSoft security advisories, terms of the publisher',
  minimos: 'MinimOS, terms of the publisher: do not redistribute',
  npm: github,
  go: 'CC-BY-4.0 (Go vulnerability database, GitHub Advisory Database)',
  cargo: 'CC0-1.0 (RustSec); CC-BY-4.0 (GitHub Advisory Database)',
  pypi: `CC-BY-4.0 (PyPA advisory database, GitHub Advisory Database); Apache-2.0 (OpenSSF malicious-packages)`,
  maven: 'CC-BY-4.0 (GitHub Advisory Database)',
  nuget: github,
  gem: github,
  composer: 'CC-BY-4.0 (GitHub Advisory Database); MIT (Drupal)',
  pub: 'CC-BY-4.0 (GitHub Advisory Database)',
  hex: 'CC-BY-4.0 (Erlang Ecosystem Foundation CNA, GitHub Advisory Database)',
  swift: 'CC-BY-4.0 (GitHub Advisory Database)',
  github: 'CC-BY-4.0 (GitHub Advisory Database)',
  hackage: 'CC0-1.0 (Haskell Security Response Team)',
  cran: 'Apache-2.0 (R Consortium advisory database)',
  bioconductor: 'Apache-2.0 (R Consortium advisory database)',
  julia: 'CC-BY-4.0 (Julia security advisories)',
  opam: 'CC0-1.0 (OCaml security advisories)',
  bitnami: 'Apache-2.0 (Bitnami vulnerability database)',
};
