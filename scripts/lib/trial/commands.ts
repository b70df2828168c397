import type { Command, SecretNeed } from '../types.ts';
import type { TrialPlan } from './plan.ts';

type Planned = Pick<TrialPlan, 'stack' | 'composeFiles' | 'images' | 'configVersions' | 'joinsProxy'> & {
  readonly secrets: readonly SecretNeed[];
};

/** Characters a secret is made of, as `tr` understands them. */
const CHARSETS: { readonly [Charset in SecretNeed['charset']]: string } = {
  default: 'A-Za-z0-9',
  hex: '0-9a-f',
  safespecial: 'A-Za-z0-9!@#%^&*_+=-',
  special: 'A-Za-z0-9!@#$%^&*()_+={}|:;<>?,./-',
};

/**
 * What a hoster pastes, in order; each block needs the settings of the first. Every name in it must have passed
 * `scriptFaults`, and every value comes from `.env` at run time: the text is the same for all who install.
 */
export function commandsOf(plan: Planned): readonly Command[] {
  const { stack, composeFiles, images, configVersions, secrets } = plan;
  const versions = Object.entries(configVersions).map(([name, version]) => `export ${name}=${version}`);
  const commands: (Command | null)[] = [
    {
      id: 'settings',
      title: 'Load the settings',
      script: [`export STACK_NAME=${stack}`, ...versions, 'set -a; . ./.env; set +a'].join('\n'),
    },
    plan.joinsProxy
      ? {
          id: 'network',
          title: 'Create the network of the reverse proxy, unless you have it',
          script:
            'docker network inspect proxy > /dev/null 2>&1 ||\n  docker network create --driver overlay --attachable proxy',
        }
      : null,
    secretsCommand(secrets),
    imageCommand(images),
    {
      id: 'deploy',
      title: 'Deploy',
      script: `docker stack deploy ${composeFiles.map((file) => `--compose-file ${file} `).join('')}"$STACK_NAME"`,
    },
    { id: 'check', title: 'See whether it runs', script: 'docker stack services "$STACK_NAME"' },
    {
      id: 'remove',
      title: 'Remove',
      script: [
        'docker stack rm "$STACK_NAME"',
        ...(secrets.length === 0 ? [] : [`docker secret rm ${secrets.map(({ name }) => quoted(name)).join(' ')}`]),
      ].join('\n'),
    },
  ];
  return commands.filter((command) => command !== null);
}

/** Creates `secrets`; null when there are none. */
export function secretsCommand(secrets: readonly SecretNeed[]): Command | null {
  if (secrets.length === 0) return null;
  return { id: 'secrets', title: secretsTitle(secrets), script: secrets.map(createSecret).join('\n') };
}

/** The plan for a hoster who has the secrets of `before`: creates only those that it did not ask for. */
export function onlyNewSecrets(after: TrialPlan, before: Pick<TrialPlan, 'secrets'>): TrialPlan {
  const had = new Set(before.secrets.map(({ name }) => name));
  const added = secretsCommand(after.secrets.filter(({ name }) => !had.has(name)));
  const commands = after.commands.flatMap((command) =>
    command.id !== 'secrets' ? [command] : added === null ? [] : [added],
  );
  return { ...after, commands };
}

/** Creates `secrets` again from the values a hoster kept when they were first made. */
export function keptSecretsCommand(secrets: readonly SecretNeed[]): Command | null {
  return secretsCommand(secrets.map((secret) => ({ ...secret, generate: false })));
}

/** File beside compose.yml that a secret is read from; the hoster keeps its content and deletes it. */
export function secretFile(secret: Pick<SecretNeed, 'key'>): string {
  return `${secret.key}.secret`;
}

/** Why a name may not stand in a script; one line each, none when all are plain. */
export function scriptFaults(plan: Pick<Planned, 'stack' | 'secrets'>): readonly string[] {
  const stack = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(plan.stack) ? [] : [`"${plan.stack}" is no name for a stack`];
  const secrets = plan.secrets.flatMap(({ key, name }) => [
    ...(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(key) ? [] : [`Secret ${JSON.stringify(key)} has no plain name`]),
    ...(isPlainSecretName(name)
      ? []
      : [
          `Secret "${key}" has the name ${JSON.stringify(name)}; use letters, digits, "_", "-", "." and plain $` +
            '{VARIABLES}',
        ]),
  ]);
  return [...stack, ...secrets];
}

function isPlainSecretName(name: string): boolean {
  return name.length <= 200 && /^(?:[A-Za-z0-9_.-]|\$\{[A-Za-z_][A-Za-z0-9_]*\})+$/.test(name);
}

function secretsTitle(secrets: readonly SecretNeed[]): string {
  const own = secrets.filter(({ generate }) => !generate).map(secretFile);
  const write = own.length === 0 ? '' : `Write your own values to ${own.join(', ')}. `;
  return `${write}Create the secrets; keep a copy of the .secret files in your password manager, then delete them`;
}

function createSecret(secret: SecretNeed): string {
  const file = secretFile(secret);
  const make = `(umask 077; LC_ALL=C tr -dc '${CHARSETS[secret.charset]}' < /dev/urandom | head -c ${secret.length} > ${file})\n`;
  return `${secret.generate ? make : ''}docker secret create ${quoted(secret.name)} ${file}`;
}

function imageCommand(images: TrialPlan['images']): Command | null {
  const own = images.filter(({ context }) => context !== null);
  if (own.length === 0) return null;
  const script = own
    .map(({ reference, context }) => `docker build --tag ${reference.split('@')[0]} ${context}`)
    .join('\n');
  return { id: 'image', title: 'Build the image on every node, unless you can pull it', script };
}

function quoted(name: string): string {
  return `"${name}"`;
}
