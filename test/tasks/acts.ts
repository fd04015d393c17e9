import { expect } from "chai";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import type { Doers } from "../../src/chain/acts/doers.js";
import { actsPage } from "../../src/chain/acts/page.js";
import { ACTS, type ActingContract, actsOfContracts, isCommand } from "../../src/chain/acts/table.js";
import { ABIS, type ContractName } from "../../src/errors/abi.js";

const PAGE = fileURLToPath(new URL("../../docs/operations/acts.md", import.meta.url));
const acts = actsOfContracts();

describe("every act has a command", () => {
  it("or a reason why none: no state-changing function is forgotten, and none is named that is not there", () => {
    const forgotten = acts.filter(({ doer }) => doer === undefined);
    expect(forgotten.map(({ contract, method }) => `${contract}.${method}`)).to.deep.equal([]);
    const known = new Set(acts.map(({ contract, method }) => `${contract}.${method}`));
    const named = (Object.keys(ACTS) as ActingContract[]).flatMap((contract) =>
      Object.keys(ACTS[contract] as Doers).map((method) => `${contract}.${method}`),
    );
    expect(named.filter((name) => !known.has(name))).to.deep.equal([]);
  });

  it("of every contract of the suite: only what changes nothing by itself is left out", () => {
    const left = (Object.keys(ABIS) as ContractName[]).filter((name) => !(name in ACTS));
    expect(left).to.have.members(["TransferLens", "ERC1967Proxy"]);
  });

  it("that exists, with that step", () => {
    const commands = acts.flatMap(({ doer }) => (doer !== undefined && "by" in doer ? doer.by : []));
    expect(commands.filter((command) => !isCommand(command))).to.deep.equal([]);
  });

  it("and says who may: a role, or in words", () => {
    const silent = acts.filter(({ doer, who }) => doer !== undefined && "by" in doer && who === undefined);
    expect(silent.map(({ contract, method }) => `${contract}.${method}`)).to.deep.equal([]);
  });

  it("where two people are asked for by the contract, the page says so; where a role waits, too", () => {
    const one = (contract: string, method: string) =>
      acts.find((act) => act.contract === contract && act.method === method)!;
    const seize = one("LegalOrders", "seize");
    expect([seize.twoPeople, seize.dangerous, seize.delayable, seize.who]).to.deep.equal([
      true,
      true,
      false,
      "COMPLIANCE",
    ]);
    const open = one("DepositToken", "openCorridors");
    expect([open.twoPeople, open.dangerous, open.delayable, open.who]).to.deep.equal([
      false,
      false,
      true,
      "POLICY_ADMIN",
    ]);
    expect(one("IssuanceDesk", "mint").twoPeople).to.equal(true);
    expect(one("InterbankClearing", "settle").twoPeople).to.equal(true);
  });

  it("and the page is what the code says", async () => {
    expect(await readFile(PAGE, "utf8")).to.equal(actsPage());
  });
});
