import { expect } from "chai";

import { ChainUnstableError } from "../../src/chain/deployErrors.js";
import { type ModuleRun, runModule } from "../../src/chain/ignition.js";
import { runCommand } from "../../src/chain/commands/run.js";
import { send } from "../../src/chain/index.js";
import { refusalOf } from "../chain/support.js";
import { jsonOf } from "../tasks/support.js";
import { labelRole, labelsOf, managerBank } from "./managerBank.js";
import { DEPLOYER, MEMBER, smallModule, smallRun, STEPS } from "./smallModule.js";
import { describeWithAnvil, folderOf, mineUntil, type RunningNode, startAnvil } from "./support.js";
import { AccessManager__factory } from "../../typechain-types/index.js";
import { ROLES } from "../../src/bank/roles.js";

describeWithAnvil("a chain that drops three blocks", () => {
  const folder = folderOf();
  let node: RunningNode;
  let fresh: unknown;

  before(async () => {
    node = await startAnvil();
  });
  after(() => node.stop());
  beforeEach(async () => (fresh = await node.rpc("evm_snapshot")));
  afterEach(() => node.rpc("evm_revert", fresh));

  describe("in the middle of a deployment", () => {
    /** A run during which blocks are dropped each time `when` says so of the steps done until then. */
    function disturbed(name: string, when: (steps: readonly string[]) => boolean, more: Partial<ModuleRun> = {}) {
      const [steps, lost]: [string[], string[]] = [[], []];
      const run = smallRun(node, `${folder}/${name}`, steps, {
        ...more,
        onStep: (step) => {
          steps.push(step);
          // Not waited for: Ignition waits for nobody either.
          if (when(steps)) void node.rpc("anvil_reorg", 3, []);
        },
        onLost: (step) => lost.push(step),
      });
      return { run, steps, lost };
    }

    /** The chain has everything, and a second run finds so. */
    async function expectComplete(name: string, contracts: ReadonlyMap<string, string>): Promise<void> {
      const manager = AccessManager__factory.connect(contracts.get("Small#AccessManager")!, node.provider);
      expect((await manager.hasRole(ROLES.GUARDIAN, MEMBER))[0]).to.equal(true);
      for (const [step, address] of contracts) expect(await node.provider.getCode(address), step).to.not.equal("0x");
      const again = await runModule(smallModule, smallRun(node, `${folder}/${name}`, []));
      expect([again.transactions, again.contracts]).to.deep.equal([[], contracts]);
    }

    it("what was confirmed and lost is found, named and repeated, with the same addresses", async () => {
      const { run, lost, steps } = disturbed("after4", (done) => done.length === 4);
      const { contracts, transactions } = await runModule(smallModule, run);
      expect(lost).to.deep.equal(STEPS.slice(1, 4));
      expect(steps).to.deep.equal([...STEPS.slice(0, 4), ...STEPS.slice(1)]);
      expect(transactions).to.have.length(STEPS.length);
      expect(await node.provider.getTransactionCount(DEPLOYER)).to.equal(STEPS.length);
      await expectComplete("after4", contracts);
    });

    it("also after the last step", async () => {
      const { run, lost } = disturbed("after5", (done) => done.length === 5);
      const { contracts } = await runModule(smallModule, run);
      expect(lost).to.deep.equal(STEPS.slice(2));
      await expectComplete("after5", contracts);
    });

    it("with confirmations to wait for, only what had fewer is lost", async () => {
      await node.rpc("evm_setAutomine", false);
      try {
        const { run, lost } = disturbed("slow", (done) => done.length === 3, { confirmations: 4 });
        const { contracts } = await mineUntil(node, runModule(smallModule, run));
        expect(lost).to.deep.equal([]);
        await node.rpc("evm_setAutomine", true);
        await expectComplete("slow", contracts);
      } finally {
        await node.rpc("evm_setAutomine", true);
      }
    });

    it("says so and stops when the chain does it again and again", async () => {
      const { run } = disturbed("always", (done) => done.length % 3 === 0);
      const error = await runModule(smallModule, run).catch((caught: unknown) => caught);
      expect(error).to.be.instanceOf(ChainUnstableError);
      expect((error as Error).message).to.match(
        /had to be repeated again and again\. Run again with more --confirmations/,
      );
    });
  });

  describe("after an act", () => {
    it("the act is shown as lost, nothing else of its key is sent before it, and it is sent again as it was", async () => {
      const stage = await managerBank(node, folder);
      const act = async (label: string) => {
        const { bank, signer } = stage.newRun(5);
        return send(bank, signer, await labelRole(bank, "ISSUER", label));
      };
      const transactions = (step: string) =>
        runCommand(
          "transactions",
          step,
          { deployments: folder, bank: "test", json: true },
          { provider: node.provider, variables: {}, outbox: true },
        );
      const nonce = await node.provider.getTransactionCount(stage.admin);
      const first = await act("first");
      await node.mine(2);
      await node.rpc("anvil_reorg", 3, []);
      expect(await labelsOf(stage.bank)).to.deep.equal([]);

      const shown = await transactions("show");
      expect(shown.exitCode).to.equal(1);
      expect(jsonOf(shown)["transactions"]).to.have.nested.property("[0].state", "lost");
      const refusal = await refusalOf(act("second"));
      expect([refusal.name, refusal.args["nonces"]]).to.deep.equal(["TransactionsLost", [nonce]]);

      expect(jsonOf(await transactions("resend"))["resent"]).to.have.length(1);
      expect((await node.provider.getTransactionReceipt(first.hash))?.status).to.equal(1);
      expect((await act("second")).before).to.equal(undefined);
      expect(await labelsOf(stage.bank)).to.deep.equal(["first", "second"]);
      expect((await transactions("show")).exitCode).to.equal(0);
      expect(jsonOf(await transactions("resend"))["resent"]).to.deep.equal([]);
    });
  });
});
