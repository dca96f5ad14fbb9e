import { type ProxySettings } from '../lib/http/proxy-settings.ts';
import { readSetting, type Environment } from './settings.ts';

/** Proxies as curl and Go read them: lower case wins, and HTTP_PROXY in upper case is not read where CGI would let a client set it (httpoxy). */
export function readProxySettings(environment: Environment = process.env): ProxySettings {
  const http =
    environment['http_proxy'] || (environment['REQUEST_METHOD'] === undefined ? readSetting('HTTP_PROXY', environment) : undefined);
  const https = environment['https_proxy'] || readSetting('HTTPS_PROXY', environment);
  const exceptions = environment['no_proxy'] || readSetting('NO_PROXY', environment);
  return { ...(http ? { http } : {}), ...(https ? { https } : {}), ...(exceptions ? { exceptions } : {}) };
}
