import { titleOf } from './page.ts';

/** A page as it was seen, by request or in a browser. */
export interface Seen {
  readonly url: string;
  readonly body: string;
}

/** Where installers live; whoever asks for "/" and lands there is asked to set the app up. */
const PATHS =
  /\/(?:wp-admin\/(?:install|setup-config)\.php|install(?:er|ation)?|setup(?:-?wizard)?|first-?run|initial-?setup|onboarding|create-?(?:admin|first-?user))(?:\.php|\.html)?(?:\/|$)/i;

/** What they say in their title, their headings, labels and buttons. */
const WORDS =
  /\b(?:install(?:er|ation)(?: wizard| assistant)?|set-?up (?:wizard|assistant)|initial (?:set-?up|configuration)|first[- ]run|first[- ]time set-?up|(?:create|set up|add|register) (?:an?|the|your|your first|the first)? ?(?:first )?(?:admin|administrator|super-?user|owner)(?: account| user)?|create (?:the|your) first (?:user|account))\b/i;

const HEADS = /<(title|h[1-4]|legend|label|button)\b[^>]{0,300}>([^<]{1,200})/gi;

/**
 * Pure: which words of a fresh install's first page ask whoever comes first to set it up, or null. Without something to fill in they
 * are only words: a page may speak of installations.
 */
export function firstRunOf({ url, body }: Seen): string | null {
  const path = URL.parse(url)?.pathname ?? '';
  // A single page application keeps its place behind "#".
  const hash = URL.parse(url)?.hash.replace(/^#!?/, '') ?? '';
  const asks = /<input\b[^>]{0,500}type\s*=\s*["']?password|<form\b[^>]{0,500}method\s*=\s*["']?post/i.test(body);
  const landed = [path, hash].find((each) => PATHS.test(each));
  if (landed !== undefined) return titleOf(body) ?? landed;
  if (!asks) return null;
  for (const [, , text = ''] of body.matchAll(HEADS)) if (WORDS.test(text)) return text.replace(/\s+/g, ' ').trim();
  return null;
}
