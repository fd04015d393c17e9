import { expect } from "chai";
import { validateXML } from "xmllint-wasm";

import { bigStatement } from "../../tools/bigStatement.js";
import { type Entry, readBankFile } from "../../src/iso20022/index.js";
import { describeShared, sharedFile } from "./support.js";

async function made(entries: number, seed: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bigStatement({ entries, seed, batchEvery: 10 })) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe("the statement made for measuring", () => {
  it("is the same for the same seed, and another for another", async () => {
    expect(await made(300, 7)).to.deep.equal(await made(300, 7));
    expect(await made(300, 7)).not.to.deep.equal(await made(300, 8));
  });

  it("has the entries it was asked for, batches that add up and a summary that ties", async () => {
    const [statement] = readBankFile(await made(410, 1), { file: "big.xml" }).statements;
    const entries: readonly Entry[] = statement?.entries ?? [];
    expect([entries.length, statement?.unreadable, statement?.problems]).to.deep.equal([410, [], []]);
    const sum = (parts: readonly { readonly amount?: bigint }[]): bigint =>
      parts.reduce((total, part) => total + (part.amount ?? 0n), 0n);
    expect(entries.filter((entry) => entry.details.length === 3)).to.have.length(41);
    for (const entry of entries) expect(sum(entry.details)).to.equal(entry.amount);
    expect(statement?.summary?.credits).to.deep.equal({
      count: "410",
      sum: `${sum(entries) / 100n}.${String(sum(entries) % 100n).padStart(2, "0")}`,
    });
    expect(statement?.balances[1]?.amount).to.equal(sum(entries));
  });
});

describeShared("the statement made for measuring, against the schema", () => {
  it("is valid", async () => {
    const schema = Buffer.from(sharedFile("iso20022-xsd/camt.053.001.08.xsd")).toString();
    const xml = [{ fileName: "big.xml", contents: Buffer.from(await made(25, 1)).toString() }];
    const { valid, errors } = await validateXML({ xml, schema: [schema] });
    expect(errors).to.deep.equal([]);
    expect(valid).to.equal(true);
  });
});
