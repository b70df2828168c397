/** Durations, sizes and shares of a CPU as Docker's Go code reads them. Null: it refuses the text. */
import type { Json } from '../types.ts';

/** The text of a scalar; '' for everything else. */
export function scalarOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

const NANOSECONDS: { readonly [unit: string]: number } = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** Longer ones mean nothing, and would be walked for nothing. */
const LONGEST = 64;

/** Nanoseconds of `1h30m`, `-1.5s`, `500us` (time.ParseDuration). */
export function durationOf(text: string): number | null {
  const [, sign, rest = ''] = /^([+-]?)(.*)$/s.exec(text.slice(0, LONGEST)) ?? [];
  if (rest === '0') return 0;
  if (text.length > LONGEST || !/^(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(rest)) return null;
  let sum = 0;
  for (const [, number, unit = ''] of rest.matchAll(/([0-9.]+)([^0-9.]+)/g)) {
    sum += Number(number) * (NANOSECONDS[unit] ?? 0);
  }
  return sign === '-' && sum !== 0 ? -sum : sum;
}

/** Bytes of `64M`, `64MB`, `64MiB`, `1.5g` or a plain number (docker/go-units RAMInBytes): all of them binary. */
export function bytesOf(text: string): number | null {
  const [, number, unit = ''] =
    /^(\+?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:e[+-]?[0-9]+)?) ?([a-z]{0,3})$/i.exec(text.slice(0, LONGEST)) ??
    [];
  if (number === undefined || text.length > LONGEST) return null;
  const [matched, prefix = ''] = /^(?:([kmgtp])(?:i?b)?|b)?$/i.exec(unit) ?? [];
  if (matched === undefined) return null;
  const power = prefix === '' ? 0 : 'kmgtp'.indexOf(prefix.toLowerCase()) + 1;
  return Math.floor(Number(number.replaceAll('_', '')) * 1024 ** power);
}

/** CPUs of `0.5`, `.5`, `5e-1` or `1/2` (big.Rat); NaN when there is more in it than billionths, which Docker refuses. */
export function cpusOf(text: string): number | null {
  if (text.length > LONGEST) return null;
  const [, over, under] = /^([+-]?[0-9]+)\/([0-9]+)$/.exec(text) ?? [];
  if (over !== undefined && under !== undefined) {
    if (BigInt(under) === 0n) return null;
    const whole = (BigInt(over) * 1_000_000_000n) % BigInt(under) === 0n;
    return whole ? Number(over) / Number(under) : Number.NaN;
  }
  const [, digits, fraction = '', exponent = '0'] =
    /^[+-]?((?:[0-9]+\.?|(?=\.[0-9])\.)([0-9]*))(?:e([+-]?[0-9]{1,3}))?$/i.exec(text) ?? [];
  if (digits === undefined) return null;
  const value = Number(text);
  const places = fraction.replace(/0+$/, '').length - Number(exponent);
  return value !== 0 && places > 9 ? Number.NaN : value;
}
