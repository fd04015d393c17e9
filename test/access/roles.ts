import { expect } from "chai";
import { readFileSync } from "node:fs";
import {
  CLEARING_FUNCTIONS,
  FUNCTION_ROLES,
  INCOMPATIBLE,
  POWERS,
  ROLES,
  type RoleName,
} from "../../src/bank/roles.js";
import { HOLDERS, ROLE_NAMES, useBank } from "../issuance/support.js";

const load = await useBank();
const read = (path: string) => readFileSync(new URL(`../../contracts/${path}`, import.meta.url), "utf8");

describe("roles", () => {
  it("have the ids of Roles.sol and ClearingRoles.sol, no more and no fewer", () => {
    const sources = read("access/Roles.sol") + read("settlement/ClearingRoles.sol");
    const declared = [...sources.matchAll(/uint64 internal constant (\w+) = (\d+);/g)];
    const ids = Object.fromEntries(declared.map(([, name, id]) => [name, BigInt(id!)]));
    expect(ids).to.deep.equal({ ...ROLES });
  });

  it("are never the admin's or everybody's, and no two are one", () => {
    const ids = Object.values(ROLES) as bigint[];
    expect(new Set(ids).size).to.equal(ids.length);
    for (const id of ids) expect(id > 0n && id < 2n ** 64n - 1n).to.equal(true);
  });

  it("have powers of contracts at the bits of contracts/types/AccountWord.sol", () => {
    const source = read("types/AccountWord.sol");
    for (const [name, bit] of Object.entries(POWERS)) {
      const position = source.match(new RegExp(`constant ${name} = 1 << (\\d+);`))![1]!;
      expect(bit).to.equal(1n << BigInt(position));
    }
  });

  it("each have work to do: a function of their own, or a signature", () => {
    const callers = new Set(
      [...Object.values(FUNCTION_ROLES), CLEARING_FUNCTIONS].flatMap((row) => Object.values(row) as RoleName[]),
    );
    const signers: RoleName[] = [
      "CLEARING_APPROVER",
      "APPROVER",
      "REDEMPTION_APPROVER",
      "COMPLIANCE_APPROVER",
      "PAYEE_CONFIRMER",
    ];
    expect(new Set([...callers, ...signers])).to.deep.equal(new Set(ROLE_NAMES));
    for (const role of signers) expect(callers.has(role)).to.equal(false);
  });

  it("meet in no key of the fixture where they must not", async () => {
    const { manager, people } = await load();
    for (const [one, other] of INCOMPATIBLE) {
      const [both] = await manager.hasRole(ROLES[other], people[HOLDERS[one]]);
      expect(both, `${one} and ${other}`).to.equal(false);
    }
  });
});
