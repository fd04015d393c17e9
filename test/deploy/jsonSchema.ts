import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";

import { bankFileJsonSchema } from "../../src/bank/bankFileJsonSchema.js";
import { demoFile, type Loose, settlementFile } from "./support.js";

const committed: Loose = JSON.parse(readFileSync("deploy/bank-file.schema.json", "utf8"));

describe("the JSON Schema of bank files", () => {
  const accepts = (file: Loose): boolean => z.fromJSONSchema(committed).safeParse(file).success;

  it("is the committed one (npm run schema writes it)", () => {
    expect(JSON.parse(JSON.stringify(bankFileJsonSchema()))).to.deep.equal(committed);
  });

  it("refuses what an editor should mark: unknown fields, wrong types, missing signers", () => {
    const wrong: [string, (file: Loose) => void][] = [
      ["a field nobody knows", (f) => (f.legalname = "x")],
      ["a role nobody knows", (f) => (f.roles.MINTER = [])],
      ["a role of a contract", (f) => (f.roles.UNPAUSER = [])],
      ["a member without a signer", (f) => delete f.roles.ISSUER[0].signer],
      ["a delay as a text", (f) => (f.admins[0].delay = "1 day")],
      ["an address that is none", (f) => (f.safes[0].owners[0] = "0x12")],
      ["an amount as a number", (f) => (f.quotas[0].limit = 5)],
      ["a desk that does not exist", (f) => (f.desks[0] = "Escrow")],
    ];
    for (const [title, change] of wrong) {
      const file = settlementFile();
      change(file);
      expect(accepts(file), title).to.equal(false);
    }
  });

  it("accepts the files that the reader accepts, and is named by every shipped one", () => {
    for (const file of [settlementFile(), demoFile()]) expect(accepts(file)).to.equal(true);
    for (const name of readdirSync("deploy/banks")) {
      const file: Loose = JSON.parse(readFileSync(`deploy/banks/${name}`, "utf8"));
      expect(z.fromJSONSchema(committed).safeParse(file).error?.issues, name).to.equal(undefined);
      expect(file.$schema, name).to.equal("../bank-file.schema.json");
    }
  });
});
