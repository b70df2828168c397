import type { JSONSchema } from 'json-schema-to-ts';

/** Closed: a category is how hosters browse. Add one here, with its recipe. */
const CATEGORIES = [
  'accounting',
  'archive',
  'automation',
  'backup',
  'blog',
  'calendar',
  'chat',
  'cms',
  'code',
  'community',
  'crm',
  'database',
  'education',
  'email',
  'events',
  'feeds',
  'files',
  'forms',
  'forum',
  'games',
  'identity',
  'infrastructure',
  'knowledge',
  'library',
  'links',
  'maps',
  'media',
  'meetings',
  'membership',
  'monitoring',
  'music',
  'newsletter',
  'notes',
  'office',
  'passwords',
  'photos',
  'polls',
  'project-management',
  'publishing',
  'search',
  'shop',
  'social',
  'statistics',
  'ticketing',
  'tools',
  'translation',
  'video',
  'voting',
  'website',
  'wiki',
] as const;

const text = { type: 'string', minLength: 1, maxLength: 500 } as const;
const word = { type: 'string', pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$', maxLength: 40 } as const;
/** A rule, or a known flaw by its number. */
const waivable = { type: 'string', pattern: '^[A-Za-z0-9]+(?:[-:][A-Za-z0-9]+)*$', maxLength: 60 } as const;
const url = { type: 'string', format: 'uri', pattern: '^https?://[^ ]+$', maxLength: 300 } as const;
const size = { type: 'string', pattern: '^[1-9][0-9]{0,6}(?:\\.[0-9]{1,3})?[KMGT]$' } as const;
const service = { type: 'string', pattern: '^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$' } as const;
const command = { type: 'array', items: { type: 'string', maxLength: 4096 }, minItems: 1, maxItems: 64 } as const;
const settingName = { pattern: '^[A-Z][A-Z0-9_]{0,63}$' } as const;
const day = { type: 'string', format: 'date', pattern: '^20[0-9]{2}-[0-9]{2}-[0-9]{2}$' } as const;
const contact = {
  type: 'string',
  maxLength: 120,
  pattern: '^(?:@?[A-Za-z0-9][A-Za-z0-9-]*|[^@: ]+@[^@: ]+|@[^@: ]+:[^@ ]+)$',
  description: 'GitHub login, e-mail address or Matrix id.',
} as const;
const host = {
  type: 'string',
  pattern: '^(?:\\*\\.)?[a-z0-9](?:[a-z0-9-]{0,62}\\.?){0,20}$',
  maxLength: 200,
} as const;
const urlPath = { type: 'string', pattern: '^/[!-~]*$', maxLength: 500 } as const;
const env = {
  type: 'object',
  description: 'Values for settings, besides those of .env.sample.',
  propertyNames: settingName,
  additionalProperties: { type: 'string', maxLength: 4096 },
} as const;
const bytes = {
  type: 'object',
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
  properties: {
    hex: { type: 'string', pattern: '^(?:[0-9a-f]{2}){1,512}$' },
    text: { type: 'string', minLength: 1, maxLength: 1024 },
  },
} as const;
const step = {
  type: 'object',
  required: ['service', 'command'],
  additionalProperties: false,
  properties: { service, command },
} as const;

/** What a pattern asks for, in words. */
export const PATTERN_HELP: { readonly [pattern: string]: string } = {
  [word.pattern]: 'Use lower-case words joined by "-".',
  [waivable.pattern]: 'Name a rule ("image-untagged") or a known flaw ("CVE-2026-1234").',
  [url.pattern]: 'Write a web address such as https://example.org.',
  [size.pattern]: 'Write a size such as 256M or 1.5G.',
  [service.pattern]: 'Use letters, digits, ".", "_" and "-".',
  [settingName.pattern]: 'Use capital letters, digits and "_", as in DB_NAME.',
  [day.pattern]: 'Write a day as YYYY-MM-DD.',
  [contact.pattern]: 'Write a GitHub login, an e-mail address or a Matrix id.',
  [bytes.properties.hex.pattern]: 'Write pairs of hexadecimal digits in lower case, at most 512.',
  [host.pattern]: 'Write a host such as updates.example.org, or *.example.org for all below it.',
  [urlPath.pattern]: 'Start it with "/" and use printable ASCII only.',
};

/** recipe.yml. Published with the catalogue, so that editors complete it. */
export const recipeSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Recipe metadata (recipe.yml)',
  type: 'object',
  required: ['title', 'summary', 'category', 'licence', 'website', 'upstream', 'maintainers'],
  additionalProperties: false,
  properties: {
    title: { type: 'string', minLength: 1, maxLength: 60, description: 'Name of the app as its project writes it.' },
    summary: { type: 'string', minLength: 1, maxLength: 120, description: 'What it is for, in one line.' },
    category: { type: 'string', enum: CATEGORIES },
    tags: { type: 'array', items: word, maxItems: 12, uniqueItems: true },
    licence: {
      type: 'string',
      format: 'spdx',
      maxLength: 200,
      description: 'SPDX expression, e.g. "AGPL-3.0-or-later".',
    },
    website: { ...url, description: 'Home page of the app.' },
    upstream: {
      type: 'object',
      required: ['repository'],
      additionalProperties: false,
      properties: {
        repository: { ...url, description: 'Where the source lives.' },
        contact: text,
        report: { enum: ['none', 'issues'], description: 'issues: upstream agreed to be told about findings.' },
      },
    },
    maintainers: {
      type: 'array',
      minItems: 1,
      maxItems: 20,
      items: {
        type: 'object',
        required: ['name', 'contact'],
        additionalProperties: false,
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 80 },
          contact,
        },
      },
    },
    features: {
      type: 'object',
      description: 'Only what evidence cannot show.',
      additionalProperties: false,
      properties: {
        sso: { type: 'array', items: { enum: ['oidc', 'ldap', 'saml', 'cas', 'oauth2'] }, uniqueItems: true },
        email: { type: 'boolean', description: 'It can send e-mail.' },
      },
    },
    antifeatures: {
      type: 'array',
      items: {
        type: 'object',
        required: ['kind', 'why'],
        additionalProperties: false,
        properties: {
          kind: {
            enum: [
              'tracking',
              'ads',
              'non-free-addons',
              'non-free-assets',
              'non-free-dependency',
              'non-free-network',
              'upsell',
              'unmaintained',
              'paid-content',
              'not-totally-free-upstream',
              'alpha',
              'arbitrary-limitations',
            ],
          },
          why: text,
        },
      },
    },
    architectures: {
      type: 'array',
      description: 'Checked against the manifest lists of the images.',
      items: { enum: ['amd64', 'arm64', 'armv7', 'riscv64', 'ppc64le', 's390x'] },
      uniqueItems: true,
    },
    budget: {
      type: 'object',
      description: 'What the app may use; checked against what the trial measured.',
      additionalProperties: false,
      properties: { memory: size, cpus: { type: 'number', exclusiveMinimum: 0, maximum: 256 }, disk: size },
    },
    data: {
      type: 'array',
      description: 'Every volume: what to back up, and what personal data lies where.',
      items: {
        type: 'object',
        required: ['volume', 'holds', 'class', 'backup'],
        additionalProperties: false,
        properties: {
          volume: service,
          holds: text,
          class: { enum: ['personal', 'operational', 'public', 'cache'] },
          backup: { type: 'boolean' },
        },
      },
    },
    deprecated: {
      type: 'object',
      description: 'Nobody should install it any more. Its page stays and says so.',
      required: ['since', 'reason'],
      additionalProperties: false,
      properties: {
        since: { ...day, description: 'The day it was given up, YYYY-MM-DD.' },
        reason: { type: 'string', minLength: 10, maxLength: 500 },
        successor: { ...word, description: 'The recipe to use instead.' },
      },
    },
    waivers: {
      type: 'array',
      description: 'Findings that are accepted, each with a reason and until when.',
      items: {
        type: 'object',
        required: ['rule', 'reason', 'until'],
        additionalProperties: false,
        properties: {
          rule: { ...waivable, description: 'A rule, or a known flaw by its number, e.g. CVE-2026-1234.' },
          reason: { type: 'string', minLength: 10, maxLength: 500 },
          until: { ...day, description: 'The last day it holds, YYYY-MM-DD.' },
          path: { type: 'string', maxLength: 300, description: 'Only there, e.g. "services.app.image".' },
        },
      },
    },
    trial: {
      type: 'object',
      description: 'What "works" means for this recipe.',
      additionalProperties: false,
      properties: {
        env,
        probes: {
          type: 'array',
          maxItems: 20,
          items: {
            type: 'object',
            required: ['path', 'status'],
            additionalProperties: false,
            properties: {
              path: urlPath,
              status: { type: 'integer', minimum: 100, maximum: 599 },
              title: text,
              body: text,
            },
          },
        },
        ports: {
          type: 'array',
          description: 'Questions to published ports, for what no HTTP route carries.',
          maxItems: 20,
          items: {
            type: 'object',
            required: ['port', 'protocol'],
            additionalProperties: false,
            properties: {
              port: { type: 'integer', minimum: 1, maximum: 65_535, description: 'As it is published.' },
              protocol: { enum: ['tcp', 'udp'] },
              tls: { type: 'boolean', description: 'Speak TLS, whoever signed the certificate.' },
              send: { ...bytes, description: 'Bytes to send first. UDP needs them.' },
              expect: { ...bytes, description: 'Bytes that the answer contains.' },
            },
          },
        },
        ready: step,
        seed: {
          type: 'array',
          description: 'Programs that make data as only the app can, run once it is healthy, in this order.',
          maxItems: 20,
          items: step,
        },
        check: {
          type: 'array',
          description:
            'Programs that succeed as long as that data is there. stdout: all one prints, but for white space around.',
          maxItems: 20,
          items: { ...step, properties: { ...step.properties, stdout: text } },
        },
        variants: {
          type: 'array',
          maxItems: 20,
          items: {
            type: 'object',
            required: ['name', 'overlays'],
            additionalProperties: false,
            properties: { name: word, overlays: { type: 'array', items: word, uniqueItems: true }, env },
          },
        },
        scalable: {
          type: 'array',
          description: 'Services that may run more often than written; tried with twice the replicas.',
          items: service,
          uniqueItems: true,
        },
        rotates: {
          type: 'array',
          maxItems: 20,
          description:
            'Secrets that a hoster may replace: raise the version, create the new one, deploy. The trial does it.',
          items: {
            type: 'object',
            required: ['secret'],
            additionalProperties: false,
            properties: {
              secret: { ...service, description: 'Its key under "secrets:".' },
              before: {
                type: 'array',
                maxItems: 10,
                items: step,
                description: 'Run before the new one is deployed, with $OLD_SECRET and $NEW_SECRET.',
              },
              after: {
                type: 'array',
                maxItems: 10,
                items: step,
                description: 'Run once the new one is deployed, with $OLD_SECRET and $NEW_SECRET.',
              },
              check: { ...step, description: 'Succeeds when the app accepts $SECRET, and only then.' },
            },
          },
        },
        egress: {
          type: 'array',
          description: 'Hosts the app calls by itself; the trial tells of all others.',
          maxItems: 40,
          items: host,
          uniqueItems: true,
        },
        reachable: {
          type: 'object',
          description: 'Ports, by service, that other apps may reach besides those of the routes.',
          propertyNames: service,
          additionalProperties: {
            type: 'array',
            maxItems: 20,
            items: { type: 'integer', minimum: 1, maximum: 65_535 },
            uniqueItems: true,
          },
        },
        skip: {
          type: 'array',
          items: {
            type: 'object',
            required: ['rung', 'reason'],
            additionalProperties: false,
            properties: { rung: word, reason: { type: 'string', minLength: 10, maxLength: 500 } },
          },
        },
      },
    },
  },
} as const satisfies JSONSchema;
