import { expect } from "chai";
import { describeShared, sharedFile } from "../support.js";
import { SAMPLES } from "./samples.js";

const SCHEMA = /xsd:([\w.]+)"/;

/** Samples by the schema they claim to follow. */
const bySchema = new Map<string, { fileName: string; contents: string }[]>();
for (const [name, contents] of Object.entries(SAMPLES)) {
  const schema = SCHEMA.exec(contents)?.[1] ?? "";
  bySchema.set(schema, [...(bySchema.get(schema) ?? []), { fileName: `${name}.xml`, contents }]);
}

describeShared("the sample answers against the schemas", () => {
  it("are all valid, and one with an unknown element is not", async () => {
    const { validateXML } = await import("xmllint-wasm");
    const wrong = { fileName: "wrong.xml", contents: SAMPLES.customerStatus.replace(/TxSts>/g, "TxStatus>") };
    for (const [schema, samples] of bySchema) {
      const xml = schema.startsWith("pain.002") ? [...samples, wrong] : samples;
      const xsd = { fileName: "schema.xsd", contents: sharedFile(`iso20022-xsd/${schema}.xsd`) };
      const { errors } = await validateXML({ xml, schema: [xsd] });
      const found = errors.filter(({ loc }) => loc?.fileName !== "wrong.xml");
      expect(found, schema).to.deep.equal([]);
      if (schema.startsWith("pain.002")) expect(errors, "the check itself").not.to.be.empty;
    }
    expect([...bySchema.keys()]).to.have.length(5);
  });
});
