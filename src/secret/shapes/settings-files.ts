import { type Text } from '../engine/text.ts';
import { type SecretRule, type ValuePlace } from '../secret-rule.ts';
import { isStandIn, makeValueReader, readValue } from './read-value.ts';
import { shapeRule } from './shape-rule.ts';

/** A password of the resources that Terraform makes. */
export const terraformPassword: SecretRule = shapeRule({
  id: 'hashicorp-tf-password',
  title: 'Password in a Terraform file',
  severity: 'high',
  advice: 'Change the password, and read it from a secret store or a variable marked as sensitive.',
  references: ['https://developer.hashicorp.com/terraform/language/manage-sensitive-data'],
  aliases: ['gitleaks:hashicorp-tf-password'],
  keywords: ['password'],
  files: (path) => /\.(?:tf|hcl|tfvars)$/.test(path),
  find: quotedValue(6),
  sample: (seed) => `administrator_login_password = "q7Lw2kz9${seed}"\n`,
});

/** A password for a feed of NuGet. */
export const nugetPassword: SecretRule = shapeRule({
  id: 'nuget-config-password',
  title: 'Password in a NuGet configuration',
  severity: 'high',
  advice: 'Change the password, and give it to NuGet as %VARIABLE% or by a credential provider.',
  references: ['https://learn.microsoft.com/en-us/nuget/reference/nuget-config-file#packagesourcecredentials'],
  aliases: ['gitleaks:nuget-config-password'],
  keywords: ['password" value'],
  files: (path) => /(?:^|\/)nuget\.config$/.test(path),
  find: quotedValue(6),
  sample: (seed) => `<add key="ClearTextPassword" value="q7Lw2kz9${seed}" />\n`,
});

/** Passwords of servers and keys in Maven's settings. */
export const mavenSettings: SecretRule = shapeRule({
  id: 'maven-settings-password',
  title: 'Password in Maven settings',
  severity: 'high',
  advice: 'Change the password, and refer to it as ${env.NAME} or mount the settings as a build secret.',
  references: ['https://maven.apache.org/settings.html#servers'],
  aliases: ['trivy:maven-settings-password', 'trivy:maven-settings-passphrase', 'trivy:maven-settings-security-master'],
  keywords: ['<password>', '<passphrase>', '<master>'],
  files: (path) => /(?:^|\/)settings(?:-security)?\.xml$/.test(path),
  find: (text, at) => {
    const written = readValue(text, at);
    return written === undefined || written.value.length < 4 || isStandIn(written.value)
      ? undefined
      : { start: written.start, end: written.end };
  },
  sample: (seed) => `<server><id>releases</id><password>q7Lw2kz9${seed}</password></server>\n`,
});

/** Passwords in a `.netrc`, which curl, git and others read. */
export const netrcPassword: SecretRule = shapeRule({
  id: 'netrc-password',
  title: 'Password in a .netrc file',
  severity: 'high',
  advice: 'Change the password, and mount the file as a build secret.',
  references: ['https://everything.curl.dev/usingcurl/netrc.html'],
  keywords: ['password'],
  files: (path) => /(?:^|\/)[._]?netrc$/.test(path),
  find: (text, at) => {
    if (text.bytes[at] !== 0x20 && text.bytes[at] !== 0x09) return undefined;
    const written = readValue(text, at + 1);
    return written === undefined || written.value.length < 4 || isStandIn(written.value)
      ? undefined
      : { start: written.start, end: written.end };
  },
  isGeneric: true,
  sample: (seed) => `machine api.internal login deploy password q7Lw2kz9${seed}\n`,
});

/** A shared access signature of Azure storage: a URL that opens a container of files. */
export const azureSas: SecretRule = shapeRule({
  id: 'azure-sas-token',
  title: 'Azure shared access signature',
  severity: 'high',
  advice: 'Rotate the account key or delete the stored access policy that signed it.',
  references: ['https://learn.microsoft.com/en-us/azure/storage/common/storage-sas-overview'],
  aliases: ['trivy:azure-sas-token'],
  keywords: ['sig='],
  find: findSignature,
  sample: (seed) =>
    `https://acme.blob.core.windows.net/c?sv=2022-11-02&se=2031-01-01&sr=c&sp=r&sig=${Buffer.from(`signature-${seed}-0123456789abcdefghij`.slice(0, 32)).toString('base64').replace(/=/g, '%3D')}\n`,
});

const minSignatureBytes = 42;

function findSignature({ bytes, end: stop }: Text, at: number): ValuePlace | undefined {
  if (at + minSignatureBytes > stop || bytes.subarray(at, at + minSignatureBytes - 1).some((byte) => byte === 0x3d || byte <= 0x20))
    return undefined;
  const value = Buffer.from(bytes.subarray(at, Math.min(stop, at + 96))).toString('latin1');
  const [signature] = /^[A-Za-z0-9%+/]{42,80}={0,1}/.exec(value) ?? [];
  if (signature === undefined) return undefined;
  const around = Buffer.from(bytes.subarray(Math.max(0, at - 400), Math.min(stop, at + 400))).toString('latin1');
  return /[?&;"']sv=20\d\d-/.test(around) && around.includes('se=') ? { start: at, end: at + signature.length } : undefined;
}

function quotedValue(minCharacters: number): (text: Text, at: number) => ValuePlace | undefined {
  const readAssigned = makeValueReader(minCharacters);
  return (text, at) => {
    const written = readAssigned(text, at);
    return written === undefined || !written.isQuoted || isStandIn(written.value) ? undefined : { start: written.start, end: written.end };
  };
}
