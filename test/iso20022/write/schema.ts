import { validateXML } from "xmllint-wasm";
import { sharedFile } from "../support.js";

/** One document, as many as wanted, against the ISO schema of their message. Empty when all are valid. */
export async function schemaErrors(message: string, documents: readonly Uint8Array[]): Promise<string[]> {
  // One run for all: starting the validator takes far longer than a document does.
  const xml = documents.map((contents, i) => ({ fileName: `${i}.xml`, contents }));
  const schema = { fileName: "message.xsd", contents: sharedFile(`iso20022-xsd/${message}.xsd`) };
  const { valid, errors, rawOutput } = await validateXML({ xml, schema });
  if (valid !== (errors.length === 0)) throw new Error(rawOutput);
  return errors.map(({ rawMessage }) => rawMessage);
}
