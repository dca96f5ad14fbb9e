import { memberOf, textOf } from '../../../lib/yaml/located-yaml.ts';
import { exampleService } from '../../container/container.ts';
import { type ComposeRule } from '../compose-rule.ts';
import { locationOf } from '../../../lib/yaml/location-of.ts';

const references = ['https://docs.docker.com/reference/compose-file/services/'];

export const endlessRestart: ComposeRule = {
  id: 'endless-restart',
  kind: 'misconfiguration',
  title: 'A service is restarted without end',
  rationale: 'A service that fails at its start uses the processor for nothing, and hides that it fails.',
  remediation: 'Use restart: on-failure:5.',
  severity: 'negligible',
  references,
  aliases: ['CIS-5.15'],
  examples: {
    bad: [exampleService('restart: always'), exampleService('restart: on-failure')],
    good: [exampleService('restart: on-failure:5'), exampleService('restart: "no"'), exampleService('cap_drop: [ALL]')],
  },
  *check({ services }) {
    for (const { name, node } of services) {
      const restart = memberOf(node, 'restart');
      if (restart !== undefined && /^(?:always|unless-stopped|on-failure(?::0)?)$/.test(textOf(restart) ?? ''))
        yield { message: `${name}: restart is ${textOf(restart)}`, location: locationOf(restart.at), key: name };
    }
  },
};

export const noLogLimit: ComposeRule = {
  id: 'no-log-limit',
  kind: 'misconfiguration',
  title: 'Logs of a service grow without limit',
  rationale: 'The default driver json-file keeps everything that a container writes until the disk of the host is full.',
  remediation: 'Set logging.options max-size and max-file, or the driver local.',
  severity: 'negligible',
  references: ['https://docs.docker.com/engine/logging/drivers/json-file/'],
  aliases: [],
  examples: {
    bad: [exampleService('restart: "no"'), exampleService('logging:\n  driver: json-file')],
    good: [exampleService('logging:\n  options:\n    max-size: 10m'), exampleService('logging:\n  driver: local')],
  },
  *check({ services }) {
    for (const { name, at, node } of services) {
      const logging = memberOf(node, 'logging');
      const driver = textOf(memberOf(logging, 'driver')) ?? 'json-file';
      if (driver === 'json-file' && memberOf(logging, 'options', 'max-size') === undefined)
        yield { message: `${name}: logs grow without limit`, location: logging === undefined ? at : locationOf(logging.at), key: name };
    }
  },
};

export const serviceHealthcheck: ComposeRule = {
  id: 'no-healthcheck',
  kind: 'misconfiguration',
  title: 'A service has no health check',
  rationale: 'A container that hangs is taken for a healthy one, and services that depend on it start too early.',
  remediation: 'Add healthcheck with a test that asks the service itself.',
  severity: 'negligible',
  references,
  aliases: ['CIS-5.27'],
  examples: {
    bad: [
      exampleService('healthcheck:\n  disable: true'),
      exampleService('healthcheck:\n  test: ["NONE"]'),
      exampleService('restart: "no"'),
    ],
    good: [exampleService('healthcheck:\n  test: ["CMD", "wget", "-q", "http://localhost/"]'), 'services:\n  app:\n    build: .\n'],
  },
  *check({ services }) {
    for (const { name, at, node } of services) {
      const check = memberOf(node, 'healthcheck');
      const test = memberOf(check, 'test');
      const isOff = textOf(memberOf(check, 'disable')) === 'true' || textOf(test?.kind === 'list' ? test.items[0] : test) === 'NONE';
      // An image that is built here has its check in the Dockerfile.
      if (isOff || (check === undefined && memberOf(node, 'build') === undefined))
        yield {
          message: `${name}: ${isOff ? 'the health check is switched off' : 'no health check is set'}`,
          location: check === undefined ? at : locationOf(check.at),
          key: name,
        };
    }
  },
};
