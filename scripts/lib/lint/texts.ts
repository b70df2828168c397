/** What is known of findings that come from reading a recipe and from the runner itself. */
import type { KnownRule, RuleText } from './rule.ts';

/** Findings of step `read`: the recipe cannot be trusted, hence none can be waived. */
export const READING: readonly KnownRule[] = [
  reading('missing-compose', 'The recipe has no compose.yml', {
    why: 'compose.yml is what hosters deploy.',
    fix: 'Add it, or rename the file that stands in its place.',
    refs: ['recipe format'],
  }),
  reading('yaml-syntax', 'A file is not YAML as Docker reads it', {
    why: 'Docker refuses the file, or reads something else than a reviewer sees.',
    fix: 'Correct the syntax at the place shown; remove hidden characters.',
    refs: ['YAML 1.2', 'gopkg.in/yaml.v3'],
  }),
  reading('yaml-limits', 'A YAML file is larger, deeper or stranger than any recipe needs', {
    why: 'Huge or self-referring documents keep parsers busy for minutes; tags and second documents are read differently by each tool.',
    fix: 'Split the file into overlays and write values out.',
    refs: ['recipe format: limits'],
  }),
  reading('yaml-duplicate-key', 'A key stands twice in one mapping', {
    why: 'Docker refuses the file; other tools silently keep one of the two.',
    fix: 'Remove one of them.',
    refs: ['YAML 1.2 § 3.2.1.3'],
  }),
  {
    ...reading('compose-schema', 'A compose file breaks the compose specification', {
      why: 'docker stack deploy takes it all the same; tools that follow the specification, editors and docker compose, refuse the file or ignore the key.',
      fix: 'Correct the key or value at the place shown.',
      refs: ['compose specification'],
    }),
    severity: 'warning',
    yieldsTo: ['stack-schema', 'swarm-rejects-key', 'swarm-forbids-key', 'unescaped-dollar', 'interpolated-number'],
  },
  reading('recipe-schema', 'recipe.yml breaks its schema', {
    why: 'The catalogue shows, searches and proves what stands there.',
    fix: 'Correct the key or value at the place shown.',
    refs: ['recipe format: recipe.yml'],
  }),
  reading('maintainer-missing', 'recipe.yml names nobody who looks after the recipe', {
    why: 'Somebody has to answer when it breaks, and to bring security updates; a recipe of nobody is one nobody should install.',
    fix: 'Name at least one person or group under "maintainers", and how to reach them.',
    refs: ['recipe format: recipe.yml'],
  }),
  reading('licence-unknown', 'The licence of the app is missing or no SPDX expression', {
    why: 'Hosters choose by licence, and some may not run the app under any other; a name that is not in the SPDX list says nothing to them.',
    fix: 'Write the SPDX identifier or expression, such as AGPL-3.0-or-later.',
    refs: ['SPDX licence list', 'recipe format: recipe.yml'],
  }),
  reading('category-unknown', 'The category is missing or not one that hosters browse', {
    why: 'The catalogue is browsed by category: an app in one of its own is found by nobody.',
    fix: 'Choose one of the list; a new one is added to the schema together with its recipe.',
    refs: ['recipe format: recipe.yml'],
  }),
  reading('env-file-syntax', 'A line of .env.sample means something else to a shell', {
    why: 'Hosters load the file with a shell: what looks like a value may run a command.',
    fix: 'Write NAME=value and put values with special characters into single quotes.',
    refs: ['POSIX shell § 2.2'],
  }),
  reading('recipe-limits', 'The folder has too many, too large or wrongly named files', {
    why: 'Names that shells or filesystems misread, and files nobody reviews, do not belong in a recipe.',
    fix: 'Rename or remove the file.',
    refs: ['recipe format: limits'],
  }),
  reading('file-outside-recipe', 'A file is a link or no regular file', {
    why: 'The docker CLI follows links: a recipe could carry away files of whoever deploys it.',
    fix: 'Put a regular file with the content there.',
    refs: ['recipe format: limits'],
  }),
];

/** Findings of the runner itself. */
export const RUNNING: readonly KnownRule[] = [
  running('rule-broken', 'error', 'A rule threw while it looked at the recipe', {
    why: 'What the rule would have found is unknown, so the verdict is neither pass nor fail.',
    fix: 'Report it to us with the recipe; it is a fault of ours.',
    refs: [],
  }),
  running('too-many-findings', 'error', 'A rule has more findings than anybody reads', {
    why: 'What is not shown is still wrong.',
    fix: 'Repair those that are shown and lint again.',
    refs: [],
  }),
  running('history-unknown', 'info', 'Git could not tell which versions are published', {
    why: 'Whether a published version was changed, whether the number rose and whether configs got new names was looked at by nobody.',
    fix: 'Lint in a full clone: git fetch --unshallow.',
    refs: ['recipe format: version'],
  }),
  running('waiver-expired', 'error', 'A waiver is past its date', {
    why: 'A finding is accepted for a time, not for ever.',
    fix: 'Repair what it covered, or renew it with a reason that still holds.',
    refs: ['recipe format: waivers'],
  }),
  running('waiver-unused', 'warning', 'A waiver covers nothing', {
    why: 'It would silently accept the next finding of that rule.',
    fix: 'Remove it.',
    refs: ['recipe format: waivers'],
  }),
  running('waiver-unknown-rule', 'error', 'A waiver names a rule that does not exist', {
    why: 'It does nothing, and whoever wrote it believes it does.',
    fix: 'Correct the name; --list-rules shows them all.',
    refs: ['recipe format: waivers'],
  }),
  running('waiver-not-allowed', 'error', 'A waiver names a rule that no recipe may waive', {
    why: 'The rule protects the machines of others: the recipe has no say in it.',
    fix: 'Repair what the rule found and remove the waiver.',
    refs: ['recipe format: waivers'],
  }),
];

function reading(id: string, summary: string, docs: RuleText['docs']): KnownRule {
  return { id, severity: 'error', summary, docs, waivable: false, family: 'reading' };
}

function running(id: string, severity: RuleText['severity'], summary: string, docs: RuleText['docs']): KnownRule {
  return { id, severity, summary, docs, waivable: false, family: 'runner' };
}
