/** Entries of `security_opt`, written with "=" or ":". */

const UNCONFINED =
  /^(?:(?:seccomp|apparmor|systempaths)[=:]unconfined|label[=:]disable|no-new-privileges[=:]false|writable-cgroups[=:]true)$/i;

/** Whether it takes one of Docker's walls down. */
export function isUnconfined(option: string): boolean {
  return UNCONFINED.test(option.trim());
}
