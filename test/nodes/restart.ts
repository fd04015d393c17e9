import { copyFileSync } from "node:fs";

import { expect } from "chai";

import { DeploymentFailedError } from "../../src/chain/deployErrors.js";
import { runModule } from "../../src/chain/ignition.js";
import { DEPLOYER, smallModule, smallRun, STEPS } from "./smallModule.js";
import { describeWithAnvil, folderOf, type RunningNode, startAnvil } from "./support.js";

describeWithAnvil("a node that stops in the middle of a deployment", () => {
  const folder = folderOf();
  const [state, older, journal] = [`${folder}/state.json`, `${folder}/older.json`, `${folder}/journal`];
  let node: RunningNode;
  let genesis: string;

  after(() => node.stop());

  it("stops the deployment, which says that it goes on where it stopped", async () => {
    node = await startAnvil(["--state", state]);
    genesis = (await node.provider.getBlock(0))!.hash!;
    const steps: string[] = [];
    const onStep = (step: string): void => {
      steps.push(step);
      if (steps.length === 2) void node.stop();
    };
    const error = await runModule(smallModule, smallRun(node, journal, [], { onStep })).catch(
      (caught: unknown) => caught,
    );
    expect(error).to.be.instanceOf(DeploymentFailedError);
    expect((error as Error).message).to.match(/Remove the cause and run it again: it goes on where it stopped/);
    await node.stop();
    copyFileSync(state, older);
  });

  it("lets it go on when it is back: every step is done once", async () => {
    node = await startAnvil(["--state", state]);
    expect((await node.provider.getBlock(0))!.hash).to.equal(genesis);
    const done = await node.provider.getTransactionCount(DEPLOYER);
    expect(done).to.be.greaterThanOrEqual(2);
    const { contracts } = await runModule(smallModule, smallRun(node, journal, []));
    expect(await node.provider.getTransactionCount(DEPLOYER)).to.equal(STEPS.length);
    expect(contracts.size).to.equal(3);
    await node.stop();
  });

  it("that came back from an older backup gets the missing steps again", async () => {
    node = await startAnvil(["--load-state", older]);
    const done = await node.provider.getTransactionCount(DEPLOYER);
    expect(done).to.be.lessThan(STEPS.length);
    const lost: string[] = [];
    const { transactions } = await runModule(
      smallModule,
      smallRun(node, journal, [], { onLost: (step) => lost.push(step) }),
    );
    expect(lost).to.deep.equal(STEPS.slice(done));
    expect(transactions).to.have.length(STEPS.length - done);
    expect(await node.provider.getTransactionCount(DEPLOYER)).to.equal(STEPS.length);
  });
});
