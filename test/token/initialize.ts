import { expect } from "chai";
import { deployToken, initialArguments, SUPPLY, useToken } from "../support/token.js";
import { domainOf } from "../support/signing.js";

const load = await useToken();

describe("initialize", () => {
  it("is refused the second time, to everybody", async () => {
    const { manager, alice, admin, registry, as, refuses } = await load();
    const initial = initialArguments(await manager.getAddress(), alice.address);
    for (const caller of [alice, admin, registry]) {
      await refuses(as(caller).initialize(...initial), "InvalidInitialization");
    }
  });

  it("is refused on the implementation, which nobody can take", async () => {
    const { implementation, manager, alice, refuses } = await load();
    const initial = initialArguments(await manager.getAddress(), alice.address);
    await refuses(implementation.connect(alice).initialize(...initial), "InvalidInitialization");
    expect(await implementation.authority()).to.equal("0x" + "00".repeat(20));
    expect(await implementation.registry()).to.equal("0x" + "00".repeat(20));
  });

  it("sets name, symbol, decimals, authority, registry and the age of attestations, in the proxy's constructor", async () => {
    const { admin, registry, manager } = await load();
    const { token } = await deployToken(admin, await manager.getAddress(), registry.address);
    expect(await token.name()).to.equal("Example Bank US Dollar");
    expect(await token.symbol()).to.equal("XUSD");
    expect(await token.decimals()).to.equal(2n);
    expect(await token.authority()).to.equal(manager.target);
    expect(await token.registry()).to.equal(registry.address);
    expect(await token.limits()).to.equal("0x" + "00".repeat(20));
    const [supply, flows] = await token.supplyWords();
    expect([supply, flows]).to.deep.equal([86_400n << 160n, 0n]);
  });

  it("starts with every corridor denied and nothing paused", async () => {
    const { admin, registry, manager } = await load();
    const { token } = await deployToken(admin, await manager.getAddress(), registry.address);
    expect([...(await token.policyWords())]).to.deep.equal([0n, 0n]);
  });

  it("signs under a constant name and version, on this chain and for this proxy", async () => {
    const { token, ethers } = await load();
    const { chainId } = await ethers.provider.getNetwork();
    const domain = await domainOf(token);
    expect(domain).to.deep.equal({
      name: "Vostro Deposit Token",
      version: "1",
      chainId,
      verifyingContract: token.target,
    });
    expect(await token.DOMAIN_SEPARATOR()).to.equal(ethers.TypedDataEncoder.hashDomain(domain));
    const { fields, salt, extensions } = await token.eip712Domain();
    expect([fields, salt, [...extensions]]).to.deep.equal(["0x0f", "0x" + "00".repeat(32), []]);
  });

  it("leaves the fixture with what its tests rely on", async () => {
    const { token, alice, bob } = await load();
    expect(await token.totalSupply()).to.equal(SUPPLY);
    expect((await token.balanceOf(alice)) + (await token.balanceOf(bob))).to.equal(SUPPLY);
  });
});
