/**
 * Groups of artifacts whose archives do not name theirs, because they are not built with Maven. The classes must be where the group keeps its own, so that a stranger's archive of
 * the same name is not taken for one. What is not here is matched under its candidate
 * names (`group-candidates.ts`).
 */
interface KnownGroup {
  readonly group: string;
  /** Whole names, or beginnings that end with `-`. */
  readonly artifacts: readonly string[];
  /** A folder of its classes begins so. */
  readonly folder: string;
}

// More specific beginnings first.
// prettier-ignore
const knownGroups: readonly KnownGroup[] = [
  { group: 'org.springframework.boot', artifacts: ['spring-boot', 'spring-boot-'], folder: 'org/springframework/boot' },
  { group: 'org.springframework.security', artifacts: ['spring-security-'], folder: 'org/springframework/security' },
  { group: 'org.springframework.data', artifacts: ['spring-data-'], folder: 'org/springframework/data' },
  { group: 'org.springframework.cloud', artifacts: ['spring-cloud-'], folder: 'org/springframework/cloud' },
  { group: 'org.springframework.integration', artifacts: ['spring-integration-'], folder: 'org/springframework/integration' },
  { group: 'org.springframework.batch', artifacts: ['spring-batch-'], folder: 'org/springframework/batch' },
  { group: 'org.springframework.amqp', artifacts: ['spring-amqp', 'spring-rabbit', 'spring-rabbit-'], folder: 'org/springframework/amqp' },
  { group: 'org.springframework.kafka', artifacts: ['spring-kafka', 'spring-kafka-'], folder: 'org/springframework/kafka' },
  { group: 'org.springframework.session', artifacts: ['spring-session-'], folder: 'org/springframework/session' },
  { group: 'org.springframework.hateoas', artifacts: ['spring-hateoas'], folder: 'org/springframework/hateoas' },
  { group: 'org.springframework.retry', artifacts: ['spring-retry'], folder: 'org/springframework' },
  { group: 'org.springframework.plugin', artifacts: ['spring-plugin-'], folder: 'org/springframework/plugin' },
  { group: 'org.springframework.ws', artifacts: ['spring-ws-', 'spring-xml'], folder: 'org/springframework' },
  { group: 'org.springframework', artifacts: ['spring-jcl'], folder: 'org/apache/commons' },
  { group: 'org.springframework', folder: 'org/springframework', artifacts: [
    'spring-aop', 'spring-aspects', 'spring-beans', 'spring-context', 'spring-context-indexer', 'spring-context-support', 'spring-core', 'spring-expression', 'spring-instrument',
    'spring-jdbc', 'spring-jms', 'spring-messaging', 'spring-orm', 'spring-oxm', 'spring-r2dbc', 'spring-test', 'spring-tx', 'spring-web', 'spring-webflux', 'spring-webmvc',
    'spring-webmvc-portlet', 'spring-websocket', 'spring-struts', 'spring',
  ] },
  { group: 'org.apache.tomcat.embed', artifacts: ['tomcat-embed-core', 'tomcat-embed-websocket', 'tomcat-embed-jasper', 'tomcat-embed-programmatic', 'tomcat-embed-logging-'], folder: 'org/apache/' },
  { group: 'org.apache.tomcat.embed', artifacts: ['tomcat-embed-el'], folder: '' },
  { group: 'org.apache.tomcat', artifacts: ['tomcat-'], folder: 'org/apache/' },
  { group: 'io.micrometer', artifacts: ['micrometer-'], folder: 'io/micrometer' },
  { group: 'io.projectreactor', artifacts: ['reactor-core', 'reactor-test', 'reactor-tools'], folder: 'reactor/' },
  { group: 'io.projectreactor.netty', artifacts: ['reactor-netty', 'reactor-netty-'], folder: 'reactor/' },
  { group: 'org.jetbrains.kotlin', artifacts: ['kotlin-'], folder: 'kotlin/' },
  { group: 'org.jetbrains.kotlinx', artifacts: ['kotlinx-'], folder: 'kotlinx/' },
  { group: 'com.squareup.okhttp3', artifacts: ['okhttp', 'logging-interceptor', 'okhttp-', 'mockwebserver'], folder: 'okhttp3' },
  { group: 'com.squareup.okio', artifacts: ['okio', 'okio-'], folder: 'okio' },
  { group: 'com.squareup.retrofit2', artifacts: ['retrofit', 'converter-', 'adapter-'], folder: 'retrofit2' },
  { group: 'io.grpc', artifacts: ['grpc-'], folder: 'io/grpc' },
  { group: 'io.opentelemetry', artifacts: ['opentelemetry-api', 'opentelemetry-context', 'opentelemetry-sdk', 'opentelemetry-sdk-', 'opentelemetry-exporter-'], folder: 'io/opentelemetry' },
  { group: 'org.apache.kafka', artifacts: ['kafka-', 'kafka_', 'connect-'], folder: 'org/apache/kafka' },
  { group: 'org.apache.kafka', artifacts: ['kafka_'], folder: 'kafka/' },
  { group: 'org.apache.lucene', artifacts: ['lucene-'], folder: 'org/apache/lucene' },
  { group: 'org.apache.solr', artifacts: ['solr-'], folder: 'org/apache/solr' },
  { group: 'org.apache.zookeeper', artifacts: ['zookeeper', 'zookeeper-'], folder: 'org/apache/' },
  { group: 'org.elasticsearch', artifacts: ['elasticsearch', 'elasticsearch-'], folder: 'org/elasticsearch' },
  { group: 'org.opensearch', artifacts: ['opensearch', 'opensearch-'], folder: 'org/opensearch' },
  { group: 'org.junit.jupiter', artifacts: ['junit-jupiter', 'junit-jupiter-'], folder: 'org/junit/jupiter' },
  { group: 'org.junit.platform', artifacts: ['junit-platform-'], folder: 'org/junit/platform' },
  { group: 'org.mockito', artifacts: ['mockito-'], folder: 'org/mockito' },
  { group: 'net.bytebuddy', artifacts: ['byte-buddy', 'byte-buddy-'], folder: 'net/bytebuddy' },
  { group: 'org.bouncycastle', artifacts: ['bcprov-', 'bcpkix-', 'bcutil-', 'bcpg-', 'bcmail-', 'bctls-', 'bc-'], folder: 'org/bouncycastle' },
  { group: 'com.h2database', artifacts: ['h2'], folder: 'org/h2' },
  { group: 'org.hsqldb', artifacts: ['hsqldb'], folder: 'org/hsqldb' },
  { group: 'mysql', artifacts: ['mysql-connector-java'], folder: 'com/mysql' },
  { group: 'com.mysql', artifacts: ['mysql-connector-j'], folder: 'com/mysql' },
  { group: 'org.scala-lang', artifacts: ['scala-library', 'scala-reflect', 'scala-compiler', 'scala3-library_3'], folder: 'scala/' },
  { group: 'com.typesafe.akka', artifacts: ['akka-'], folder: 'akka/' },
  { group: 'com.typesafe', artifacts: ['config'], folder: 'com/typesafe/config' },
  { group: 'io.reactivex', artifacts: ['rxjava'], folder: 'rx/' },
  { group: 'io.reactivex.rxjava2', artifacts: ['rxjava'], folder: 'io/reactivex/' },
  { group: 'io.reactivex.rxjava3', artifacts: ['rxjava'], folder: 'io/reactivex/rxjava3' },
  { group: 'org.reactivestreams', artifacts: ['reactive-streams'], folder: 'org/reactivestreams' },
  { group: 'com.hazelcast', artifacts: ['hazelcast', 'hazelcast-'], folder: 'com/hazelcast' },
  { group: 'org.checkerframework', artifacts: ['checker-qual', 'checker'], folder: 'org/checkerframework' },
  { group: 'com.github.ben-manes.caffeine', artifacts: ['caffeine', 'guava', 'jcache'], folder: 'com/github/benmanes/caffeine' },
  { group: 'com.netflix.hystrix', artifacts: ['hystrix-'], folder: 'com/netflix/hystrix' },
  { group: 'com.netflix.eureka', artifacts: ['eureka-'], folder: 'com/netflix/' },
  { group: 'net.java.dev.jna', artifacts: ['jna', 'jna-platform'], folder: 'com/sun/jna' },
  { group: 'org.springframework.boot', artifacts: ['spring-boot-starter', 'spring-boot-starter-'], folder: '' },
  { group: 'org.jdom', artifacts: ['jdom2'], folder: 'org/jdom2' },
  { group: 'com.google.code.findbugs', artifacts: ['jsr305'], folder: 'javax/annotation' },
  { group: 'com.google.protobuf', artifacts: ['protobuf-java', 'protobuf-java-util', 'protobuf-javalite'], folder: 'com/google/protobuf' },
  { group: 'com.github.luben', artifacts: ['zstd-jni'], folder: 'com/github/luben' },
  { group: 'org.xerial.snappy', artifacts: ['snappy-java'], folder: 'org/xerial/snappy' },
  { group: 'org.xerial', artifacts: ['sqlite-jdbc'], folder: 'org/sqlite' },
  { group: 'org.tukaani', artifacts: ['xz'], folder: 'org/tukaani' },
  { group: 'org.postgresql', artifacts: ['postgresql'], folder: 'org/postgresql' },
  { group: 'org.testng', artifacts: ['testng'], folder: 'org/testng' },
  { group: 'org.mozilla', artifacts: ['rhino', 'rhino-'], folder: 'org/mozilla' },
  { group: 'org.freemarker', artifacts: ['freemarker'], folder: 'freemarker/' },
  { group: 'org.apache.velocity', artifacts: ['velocity', 'velocity-'], folder: 'org/apache/velocity' },
  { group: 'org.apache.poi', artifacts: ['poi', 'poi-'], folder: 'org/apache/poi' },
  { group: 'org.thymeleaf', artifacts: ['thymeleaf'], folder: 'org/thymeleaf' },
  { group: 'org.unbescape', artifacts: ['unbescape'], folder: 'org/unbescape' },
  { group: 'org.attoparser', artifacts: ['attoparser'], folder: 'org/attoparser' },
  { group: 'com.auth0', artifacts: ['java-jwt', 'jwks-rsa'], folder: 'com/auth0' },
  { group: 'org.hamcrest', artifacts: ['hamcrest', 'hamcrest-core', 'hamcrest-all', 'hamcrest-library'], folder: 'org/hamcrest' },
  { group: 'junit', artifacts: ['junit'], folder: 'junit/' },
  { group: 'log4j', artifacts: ['log4j'], folder: 'org/apache/log4j' },
  { group: 'org.jooq', artifacts: ['jooq', 'jooq-'], folder: 'org/jooq' },
  { group: 'org.flywaydb', artifacts: ['flyway-'], folder: 'org/flywaydb' },
];

const exact = new Map<string, KnownGroup[]>();
const beginnings: (readonly [beginning: string, row: KnownGroup])[] = [];
for (const row of knownGroups) {
  for (const artifact of row.artifacts) {
    if (/[-_]$/.test(artifact)) beginnings.push([artifact, row]);
    else exact.set(artifact, [...(exact.get(artifact) ?? []), row]);
  }
}

/** The group of an artifact whose classes are in these folders. A whole name counts before a beginning, a deeper folder before a higher one. */
export function findKnownGroup(artifact: string, folders: readonly string[]): string | undefined {
  const begun = beginnings.filter(([beginning]) => artifact.startsWith(beginning)).sort(([a], [b]) => b.length - a.length);
  return (
    deepestOf(exact.get(artifact) ?? [], folders) ?? begun.map(([, row]) => deepestOf([row], folders)).find((group) => group !== undefined)
  );
}

function deepestOf(rows: readonly KnownGroup[], folders: readonly string[]): string | undefined {
  const fitting = rows.filter(({ folder }) => folder === '' || folders.some((one) => `${one}/`.startsWith(folder)));
  return fitting.sort((a, b) => b.folder.length - a.folder.length)[0]?.group;
}
