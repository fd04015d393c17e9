import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { NOBODY, readPeople } from "../../../src/gateway/service/people.js";
import { refusalOf } from "../../chain/support.js";

const digest = (token: string): string => createHash("sha256").update(token).digest("hex");
const [ANN, BOB] = ["ann's token, long enough", "bob's token, long enough"];

describe("The people of a gateway", () => {
  const folder = mkdtempSync(join(tmpdir(), "vostro-people-"));
  after(() => rmSync(folder, { recursive: true }));
  const file = (content: unknown): string => {
    const path = join(folder, "people.json");
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
    return path;
  };
  const ann = { name: "ann", tokenSha256: digest(ANN), may: ["import", "decide"] };
  const bob = { name: "bob", tokenSha256: digest(BOB), may: ["read"] };

  const wrong: readonly (readonly [string, unknown, string])[] = [
    ["a file that is not JSON", "[", "it is not JSON"],
    ["a token in the clear", [{ ...ann, tokenSha256: ANN }], "0.tokenSha256"],
    ["a power that does not exist", [{ ...ann, may: ["mint"] }], "0.may.0"],
    ["somebody who may nothing", [{ ...ann, may: [] }], "0.may"],
    ["a field nobody knows", [{ ...ann, token: ANN }], "token"],
    ["one name twice", [ann, { ...bob, name: "ann" }], "one name stands there twice"],
    ["one token for two names", [ann, { ...bob, tokenSha256: digest(ANN) }], "two names have the same token"],
  ];
  for (const [title, content, says] of wrong) {
    it(`refuses ${title}`, async () => {
      const error = await refusalOf(readPeople(file(content)));
      expect(error.name).to.equal("BadPeopleFile");
      expect(error.sentence).to.include(says);
    });
  }

  it("refuses a file that is not there", async () => {
    expect((await refusalOf(readPeople(join(folder, "none.json")))).sentence).to.include("it cannot be read");
  });

  it("lets nobody in without a token, with another's, or with a digest of one", async () => {
    const people = await readPeople(file([ann, bob]));
    for (const token of [undefined, "", "guess", digest(ANN)]) {
      expect(() => people.require(token, "read")).to.throw(/missing, or nobody's/);
    }
    expect(() => NOBODY.require(ANN, "read")).to.throw(/missing, or nobody's/);
  });

  it("lets each do what the file says, and no more", async () => {
    const people = await readPeople(file([ann, bob]));
    expect(people.require(ANN, "decide").name).to.equal("ann");
    expect(people.require(BOB, "read").name).to.equal("bob");
    expect(() => people.require(BOB, "decide")).to.throw("bob may not decide");
    expect(() => people.require(ANN, "read")).to.throw("ann may not read");
  });
});
