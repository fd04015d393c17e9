import { readFileSync } from "node:fs";

import { expect } from "chai";
import { JsonRpcProvider, type Signer } from "ethers";

import { parseBankFile } from "../../../src/bank/bankFile.js";
import { testAccount } from "../../../src/bank/testAccounts.js";
import { readKeys } from "../../../src/gateway/service/keys.js";

const config = parseBankFile(readFileSync("deploy/banks/demo.json", "utf8"), "demo.json");
const [LOCAL, REAL] = [31_337, 8_453];
const key = (index: number): string => testAccount(index).privateKey;

describe("The keys of a gateway's process", () => {
  // Asks nothing: keys are read without a node.
  const provider = new JsonRpcProvider("http://127.0.0.1:1", REAL, { staticNetwork: true });
  after(() => provider.destroy());
  const read = (chain: number, roles: readonly string[], variables: Record<string, string> = {}) =>
    readKeys(config, chain, provider, roles, variables);
  const addresses = (signers: readonly Signer[] | undefined) =>
    Promise.all((signers ?? []).map((signer) => signer.getAddress()));

  const apart = [
    ["ISSUER", "APPROVER"],
    ["ISSUER", "ATTESTOR"],
    ["REDEMPTION_OPERATOR", "REDEMPTION_APPROVER"],
    ["COMPLIANCE", "COMPLIANCE_APPROVER"],
  ] as const;
  for (const [one, other] of apart) {
    it(`are never those of ${one} and ${other} together on a real chain`, () => {
      const variables = { [`VOSTRO_KEY_${one}`]: key(1), [`VOSTRO_KEY_${other}`]: key(2) };
      expect(() => read(REAL, [one, other], variables)).to.throw(`${one} and ${other} in one process`);
      expect(Object.keys(read(REAL, [other], variables))).to.deep.equal([other]);
      expect(Object.keys(read(LOCAL, [one, other], variables))).to.deep.equal([one, other]);
    });
  }

  it("are not test accounts on a real chain, though the bank file names them", async () => {
    expect(() => read(REAL, ["ISSUER"])).to.throw("there is no key for ISSUER");
    expect(await addresses(read(LOCAL, ["ISSUER"]).ISSUER)).to.deep.equal([testAccount(1).address]);
  });

  it("are refused without being repeated when they are malformed", () => {
    expect(() => read(REAL, ["ISSUER"], { VOSTRO_KEY_ISSUER: "0xsecret" }))
      .to.throw("VOSTRO_KEY_ISSUER")
      .with.property("message")
      .that.does.not.include("secret");
  });

  it("may be several of one role: several lanes", async () => {
    const { ISSUER } = read(REAL, ["ISSUER"], { VOSTRO_KEY_ISSUER: `${key(1)},${key(30)}` });
    expect(await addresses(ISSUER)).to.deep.equal([testAccount(1).address, testAccount(30).address]);
  });
});
