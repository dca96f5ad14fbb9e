import { type Publication } from './network-view.ts';

/** `127.0.0.1:8080-8081:80/tcp`, `[::1]:80:80`, `2222:22`, `80`: Compose specification, ports. */
export function parsePublication(written: string): Publication {
  const [, bare = written, protocol = 'tcp'] = /^(.*?)(?:\/(tcp|udp|sctp))?$/i.exec(written) ?? [];
  const [, address, hostPort, port = bare] = /^(?:(\[[^\]]*\]|[^:]*):)?(?:([\d-]*):)?([\d-]+)$/.exec(bare) ?? [];
  // `8080:80` has no address; the greedy part before the first colon is the port of the host.
  const isPortFirst = hostPort === undefined && address !== undefined && /^[\d-]*$/.test(address);
  const [host, place] = isPortFirst ? [address, undefined] : [hostPort, address];
  return {
    ...(host === undefined || host === '' ? {} : { hostPort: host }),
    ...(place === undefined || place === '' ? {} : { address: place }),
    port: `${port}/${protocol.toLowerCase()}`,
  };
}
