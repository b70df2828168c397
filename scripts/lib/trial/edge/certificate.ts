import { execa } from 'execa';

/** A throw-away certificate with its key, PEM, valid for a day; every client of a trial ignores its issuer. */
export async function selfSigned(): Promise<string> {
  const subject = ['-subj', '/CN=recipe-commons-edge', '-addext', 'subjectAltName=DNS:*.test'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-keyout', '-'];
  const { stdout } = await execa('openssl', ['req', '-x509', '-days', '1', ...key, ...subject], { timeout: 10_000 });
  return `${stdout}\n`;
}
