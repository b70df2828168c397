/** What a waiver may name besides the rules of lint: those of the scan, and known flaws by their number. Pure. */
const SCAN_RULES = [
  'vulnerability-fixable',
  'vulnerability-exploited',
  'image-secret',
  'recipe-secret',
  'image-end-of-life',
  'licence-denied',
] as const;

const FLAW =
  /^(?:CVE-[0-9]{4}-[0-9]{4,7}|GHSA(?:-[a-z0-9]{4}){3}|[A-Z]{2,10}-[0-9]{4}-[0-9:-]{2,20}|TEMP-[0-9]{7}-[0-9A-F]{6})$/;

/** Lint neither finds it nor knows whether it is still needed. */
export function isOfScan(rule: string): boolean {
  return SCAN_RULES.some((each) => each === rule) || FLAW.test(rule);
}
