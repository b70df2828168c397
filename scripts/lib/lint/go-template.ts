/**
 * Go templates as swarm expands them in environment, hostname and mounts (swarmkit template/expand.go). Reads just enough of
 * text/template to be certain of a fault; what it does not follow it lets pass.
 */
import { quote } from '../recipe/limits.ts';

const FUNCTIONS = new Set([
  ...['and', 'call', 'eq', 'ge', 'gt', 'html', 'index', 'js', 'le', 'len', 'lt', 'ne', 'not', 'or'],
  ...['print', 'printf', 'println', 'slice', 'urlquery'],
  // The only one that swarm adds.
  'join',
]);
const OPENING = new Set(['if', 'range', 'with', 'define', 'block']);
const WORDS = new Set([...OPENING, 'else', 'end', 'template', 'break', 'continue', 'nil', 'true', 'false']);

/** What there is to ask for; a null takes any key. */
const CONTEXT: { readonly [name: string]: { readonly [name: string]: readonly string[] | null } } = {
  Service: { ID: [], Name: [], Labels: null },
  Node: { ID: [], Hostname: [], Platform: ['Architecture', 'OS'] },
  Task: { ID: [], Name: [], Slot: [] },
};

interface Action {
  /** Text in quotes taken out. */
  readonly code: string;
  readonly isComment: boolean;
}

/** Why swarm cannot expand `text`; null when it can, or when there is nothing to expand. */
export function templateFault(text: string): string | null {
  if (!text.includes('{{')) return null;
  const actions = actionsIn(text);
  if (actions === null) return 'opens "{{" and never closes it';
  let depth = 0;
  // Inside them "." is something else.
  let isMoved = false;
  for (const { code, isComment } of actions) {
    if (isComment) continue;
    const first = /^[a-z]+/.exec(code)?.[0] ?? '';
    if (code === '') return 'has nothing between "{{" and "}}"';
    const unknown = unknownWord(code);
    if (unknown !== null) return `calls ${quote(unknown)}, which swarm does not know`;
    if (OPENING.has(first)) depth++;
    if (first === 'end') depth--;
    if (depth < 0) return 'ends what it did not begin';
    if (first !== 'if' && OPENING.has(first)) isMoved = true;
    const field = isMoved ? null : unknownField(code);
    if (field !== null) return `asks for ${quote(field)}, which swarm does not have`;
  }
  return depth === 0 ? null : 'has no "{{end}}"';
}

/** Null when one is not closed. */
function actionsIn(text: string): readonly Action[] | null {
  const actions: Action[] = [];
  let done = 0;
  for (let at = text.indexOf('{{'); at !== -1; at = text.indexOf('{{', done)) {
    const comment = /^\{\{(?:-\s)?\/\*/.exec(text.slice(at, at + 8));
    const action = comment === null ? readAction(text, at + 2) : readComment(text, at + comment[0].length);
    if (action === null) return null;
    actions.push({ code: action.code, isComment: comment !== null });
    done = action.end;
  }
  return actions;
}

function readComment(text: string, start: number) {
  const end = text.indexOf('*/', start);
  const closed = end === -1 ? -1 : text.indexOf('}}', end);
  return closed === -1 ? null : { code: '', end: closed + 2 };
}

const TOKEN = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|\}\}|["'`]|[^"'`}]+|\}/gy;

function readAction(text: string, start: number) {
  let code = '';
  TOKEN.lastIndex = start;
  for (let token = TOKEN.exec(text)?.[0]; token !== undefined; token = TOKEN.exec(text)?.[0]) {
    if (token === '}}') return { code: code.replace(/^-\s|\s-$/g, '').trim(), end: TOKEN.lastIndex };
    if (/^["'`]$/.test(token)) return null;
    code += /^["'`]/.test(token) ? '""' : token;
  }
  return null;
}

function unknownWord(code: string): string | null {
  const words = code.match(/(?<![\w.$"])[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
  return words.find((word) => !FUNCTIONS.has(word) && !WORDS.has(word)) ?? null;
}

function unknownField(code: string): string | null {
  for (const [chain] of code.matchAll(/(?<![\w)"$.])\.[A-Za-z_][\w.]*/g)) {
    const [first = '', second, third] = chain.slice(1).split('.');
    const inner = Object.hasOwn(CONTEXT, first) ? CONTEXT[first] : undefined;
    if (inner === undefined) return chain;
    if (second === undefined) continue;
    const leaves = Object.hasOwn(inner, second) ? inner[second] : undefined;
    if (leaves === undefined) return chain;
    if (leaves !== null && third !== undefined && !leaves.includes(third)) return chain;
  }
  return null;
}
