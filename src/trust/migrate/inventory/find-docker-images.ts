import { type FoundInText } from './inventory-finding.ts';

/** `docker:29-cli` after `image:`, `FROM`, `docker.image('…')`, `name:` and the like; the end of a path such as `docker.io/library/docker:29`. */
const dockerImage = /(?:^|[\s"'(/=])(?:library\/)?docker:([\w][\w.-]{0,127})(?=$|[\s"'),@])/;

const notaryImage =
  /(?:^|[\s"'(=])((?:[\w.:-]+\/)*(?:notary(?::(?:server|signer)[\w.-]*)|notary[-_]?(?:server|signer)(?:-photon)?(?::[\w.-]+)?))(?=$|[\s"'),@])/;

/** Docker's own image, which gives the job's version of Docker, and images of Notary servers. */
export function findDockerImages(text: string, line: number): readonly FoundInText[] {
  const found: FoundInText[] = [];
  const dockerTag = /\b(?:image|from|name)\b/i.test(text) ? dockerImage.exec(text)?.[1] : undefined;
  if (dockerTag !== undefined)
    found.push({
      kind: 'docker client',
      line,
      sets: `docker:${dockerTag}`,
      dockerTag,
      meaning: 'the job uses this version of Docker',
      action: 'see pratique trust migrate check',
    });
  const notary = /\b(?:image|from|name|repository)\b/i.test(text) ? notaryImage.exec(text)?.[1] : undefined;
  if (notary !== undefined)
    found.push({
      kind: 'notary server',
      line,
      sets: notary,
      state: 'on',
      meaning: 'runs a component of a Notary server',
      action: 'export its signatures, sign the images again, and stop the server when nothing uses it',
    });
  return found;
}
