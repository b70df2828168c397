import { type Choice, FACET_IDS, type FacetId } from './facets.ts';

/** What is searched for, as the address carries it: `?q=wiki&memory=256&page=2`. */
export interface State {
  readonly q: string;
  readonly choice: Choice;
  /** From 1. */
  readonly page: number;
}

export const PER_PAGE = 60;
const LONGEST = 200;

export function readState(address: string): State {
  const asked = new URLSearchParams(address);
  const choice = FACET_IDS.flatMap((id) => {
    const value = asked.get(id) ?? '';
    return value !== '' && value.length < 40 ? [[id, value]] : [];
  });
  const page = Number(asked.get('page') ?? 1);
  return {
    q: (asked.get('q') ?? '').slice(0, LONGEST),
    choice: Object.fromEntries(choice),
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/** `''` when nothing is searched for, else with its question mark. */
export function writeState({ q, choice, page }: State): string {
  const asked = new URLSearchParams();
  if (q.trim() !== '') asked.set('q', q.trim());
  for (const id of FACET_IDS) {
    const value = choice[id];
    if (value !== undefined) asked.set(id, value);
  }
  if (page > 1) asked.set('page', String(page));
  return asked.size === 0 ? '' : `?${asked}`;
}

/** The same with a value chosen, or taken back when it was. */
export function toggled(state: State, id: FacetId, value: string): State {
  const { [id]: old, ...rest } = state.choice;
  return { ...state, page: 1, choice: old === value ? rest : { ...rest, [id]: value } };
}

export function isIdle({ q, choice, page }: State): boolean {
  return q.trim() === '' && Object.keys(choice).length === 0 && page === 1;
}
