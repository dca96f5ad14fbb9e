import { type LayerFetchOptions } from '../../model/located-layer.ts';
import { type ServerContext } from '../server-context.ts';

/** How this server fetches layers that its clients name. */
export function layerFetchOptions({ settings }: Pick<ServerContext, 'settings'>): LayerFetchOptions {
  const { caFile, proxy, insecure } = settings.scan.open.registry ?? {};
  return {
    ...(caFile === undefined ? {} : { caFile }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(insecure === undefined ? {} : { insecure }),
    allowsPrivateAddresses: settings.allowsPrivateAddresses,
  };
}
