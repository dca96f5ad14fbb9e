/** A Notary service that its operator shuts down. */
export interface Retirement {
  /** The host, or with a leading dot every host below it. */
  readonly host: string;
  readonly operator: string;
  /** The first moment at which it is unavailable. */
  readonly endsAt: Date;
  /** The announcement. */
  readonly source: string;
}

export const retirements: readonly Retirement[] = [
  {
    host: 'notary.docker.io',
    operator: 'Docker',
    endsAt: new Date('2026-12-08T00:00:00Z'),
    source: 'https://docs.docker.com/engine/security/trust/',
  },
  {
    host: '.azurecr.io',
    operator: 'Azure Container Registry',
    endsAt: new Date('2028-03-31T00:00:00Z'),
    source: 'https://aka.ms/acr/dctdeprecation',
  },
];

/** The first version of Docker whose pull, push, build, run and create ignore Content Trust (docker/cli pull request 6603). */
export const firstDockerWithout = 29;

/** `host` as in a finding: a name, optionally with a port. */
export function findRetirement(host: string): Retirement | undefined {
  const name = `.${host.replace(/:\d+$/, '')}`;
  return retirements.find((each) => (each.host.startsWith('.') ? name.endsWith(each.host) : name === `.${each.host}`));
}

/** Whole days until then, 0 on the last one; negative after it. */
export function daysUntil(end: Date, now: Date): number {
  return Math.floor((end.getTime() - now.getTime()) / 86_400_000);
}
