/** XML as a browser's parser reads it: what is not well-formed is an error. */
import type { Page } from 'playwright-core';

export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: { readonly [name: string]: string };
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const READ = `(text) => {
  const { documentElement } = new DOMParser().parseFromString(text, 'application/xml');
  const fault = documentElement.ownerDocument.querySelector('parsererror');
  if (fault) return fault.textContent;
  const read = (element) => ({
    name: element.localName,
    namespace: element.namespaceURI,
    attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
    text: element.textContent,
    children: [...element.children].map(read),
  });
  return read(documentElement);
}`;

export async function readXml(page: Page, text: string): Promise<XmlElement> {
  const read = await page.evaluate<XmlElement | string>(`(${READ})(${JSON.stringify(text)})`);
  if (typeof read === 'string') throw new Error(`not well-formed: ${read}`);
  return read;
}

export function named({ children }: XmlElement, name: string): readonly XmlElement[] {
  return children.filter((child) => child.name === name);
}
