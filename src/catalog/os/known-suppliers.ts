import { addressOf } from './maintainer.ts';

/**
 * Publishers of packages for distributions that are not theirs, by what their packages say: `@domain` or a whole address of the maintainer. An
 * address that maintainers of Debian use, such as those of NVIDIA and Google, is not here by its domain.
 */
const suppliersByAddress: ReadonlyMap<string, string> = new Map([
  ['@nodesource.com', 'NodeSource'],
  ['@docker.com', 'Docker'],
  ['@f5.com', 'NGINX'],
  ['@nginx.com', 'NGINX'],
  ['@nginx.org', 'NGINX'],
  ['cudatools@nvidia.com', 'NVIDIA'],
  ['chromium-dev@chromium.org', 'Google'],
  ['kubernetes-dev+release@googlegroups.com', 'Kubernetes'],
  ['@kubernetes.io', 'Kubernetes'],
  ['@elastic.co', 'Elastic'],
  ['@grafana.com', 'Grafana Labs'],
  ['@hashicorp.com', 'HashiCorp'],
  ['@microsoft.com', 'Microsoft'],
  ['@oracle.com', 'Oracle'],
  ['@mariadb.org', 'MariaDB'],
  ['@mariadb.com', 'MariaDB'],
  ['maria-developers@lists.launchpad.net', 'MariaDB'],
  ['@percona.com', 'Percona'],
  ['@mongodb.com', 'MongoDB'],
  ['@influxdata.com', 'InfluxData'],
  ['@influxdb.com', 'InfluxData'],
  ['@gitlab.com', 'GitLab'],
  ['release@mozilla.com', 'Mozilla'],
  ['corretto-team@amazon.com', 'Amazon'],
  ['@azul.com', 'Azul'],
  ['@azulsystems.com', 'Azul'],
  ['temurin-dev@eclipse.org', 'Eclipse Adoptium'],
  ['@bell-sw.com', 'BellSoft'],
  ['@datadoghq.com', 'Datadog'],
  ['@newrelic.com', 'New Relic'],
  ['@dynatrace.com', 'Dynatrace'],
  ['@splunk.com', 'Splunk'],
  ['@confluent.io', 'Confluent'],
  ['@rabbitmq.com', 'RabbitMQ'],
  ['@vmware.com', 'VMware'],
  ['@varnish-software.com', 'Varnish Software'],
  ['@haproxy.com', 'HAProxy Technologies'],
  ['@konghq.com', 'Kong'],
  ['@cloudflare.com', 'Cloudflare'],
  ['@tailscale.com', 'Tailscale'],
  ['@caddyserver.com', 'Caddy'],
  ['@clickhouse.com', 'ClickHouse'],
  ['@cockroachlabs.com', 'Cockroach Labs'],
  ['@neo4j.com', 'Neo4j'],
  ['@neotechnology.com', 'Neo4j'],
  ['@couchbase.com', 'Couchbase'],
  ['@timescale.com', 'Timescale'],
  ['@citusdata.com', 'Citus Data'],
  ['@redis.com', 'Redis'],
  ['@redis.io', 'Redis'],
  ['yarn@dan.cx', 'Yarn'],
  ['@zabbix.com', 'Zabbix'],
  ['@puppet.com', 'Puppet'],
  ['@puppetlabs.com', 'Puppet'],
  ['@chef.io', 'Chef'],
  ['@saltstack.com', 'Salt Project'],
  ['@saltproject.io', 'Salt Project'],
  ['@wazuh.com', 'Wazuh'],
  ['@xamarin.com', 'Xamarin'],
  ['@erlang-solutions.com', 'Erlang Solutions'],
  ['@openresty.com', 'OpenResty'],
  ['@treasure-data.com', 'Treasure Data'],
]);

/** The publisher of a `Name <address>`, where it is known to be none of a distribution. */
export function knownSupplier(maintainer: string): string | undefined {
  const address = addressOf(maintainer);
  if (address === undefined) return undefined;
  // `oss.oracle.com` is of `oracle.com`.
  const domain = address.slice(address.indexOf('@') + 1);
  const labels = domain.split('.');
  const parents = labels.map((_, at) => `@${labels.slice(at).join('.')}`).slice(0, maxParents);
  return [address, ...parents].map((key) => suppliersByAddress.get(key)).find((name) => name !== undefined);
}

/** No mail domain of a publisher is deeper. */
const maxParents = 8;
