import { expect } from "chai";
import { AbiCoder, concat, id, Interface, JsonRpcProvider } from "ethers";
import hre from "hardhat";

import { chainAccounts } from "../../src/bank/testAccounts.js";
import {
  ABIS,
  decodeError,
  decodeRevert,
  duration,
  isoDate,
  revertDataOf,
  VostroError,
} from "../../src/errors/index.js";
import { DepositToken__factory } from "../../typechain-types/index.js";

const token = new Interface(ABIS.DepositToken);
const ADDRESS = "0x71bE63f3384f5fb98995898A86B02Fb2426c5788";
const DATA = token.encodeErrorResult("BackingExceeded", [500n, 600n, 250n]);
const context = { currency: "USD" };

/** What clients threw, or would, for one and the same revert. */
const SHAPES: Record<string, unknown> = {
  "ethers CALL_EXCEPTION": { code: "CALL_EXCEPTION", data: DATA, transaction: { data: "0xa9059cbb" } },
  "ethers around a JSON-RPC error": { code: "CALL_EXCEPTION", data: null, info: { error: { code: 3, data: DATA } } },
  "ethers UNKNOWN_ERROR": { code: "UNKNOWN_ERROR", error: { code: -32603, message: "reverted", data: { data: DATA } } },
  "EDR in process": { code: 3, message: "VM Exception while processing transaction", data: DATA },
  "Hardhat node": { error: { code: -32603, data: { message: "VM Exception", txHash: id("x"), data: DATA } } },
  "Hardhat's cause chain": new Error("outer", { cause: new Error("inner", { cause: { data: DATA } }) }),
  anvil: { code: 3, message: "execution reverted: custom error 0x", data: DATA },
  "anvil, message only": {
    code: 3,
    message: `execution reverted: custom error ${DATA.slice(0, 10)}: ${DATA.slice(10)}`,
  },
  geth: { code: 3, message: "execution reverted", data: DATA },
  Besu: { code: -32000, message: "Execution reverted", data: `Reverted ${DATA}` },
  Ganache: { message: "VM Exception", data: { [id("tx")]: { error: "revert", return: DATA }, stack: "..." } },
  "viem ContractFunctionRevertedError": { name: "ContractFunctionExecutionError", cause: { raw: DATA } },
  "a HTTP body as text": { code: "SERVER_ERROR", info: { body: JSON.stringify({ error: { data: DATA } }) } },
  "Hardhat's unrecognised error": new Error(`reverted with an unrecognized custom error (return data: ${DATA})`),
  "the data itself": DATA,
};

describe("decodeError", () => {
  describe("does not mistake", () => {
    it("a transaction's own data, a hash or an address for a revert", () => {
      expect(revertDataOf({ transaction: { data: DATA }, message: "x" })).to.equal(undefined);
      expect(revertDataOf({ data: id("a transaction") })).to.equal(undefined);
      expect(revertDataOf({ data: ADDRESS })).to.equal(undefined);
      const cycle: Record<string, unknown> = { message: "x" };
      cycle["error"] = cycle;
      expect(revertDataOf(cycle)).to.equal(undefined);
    });

    it("a node's trouble for a refusal", () => {
      const cases: [unknown, string][] = [
        [{ code: "INSUFFICIENT_FUNDS", message: "insufficient funds" }, "InsufficientFunds"],
        [new Error("sender doesn't have enough funds to send tx"), "InsufficientFunds"],
        [{ code: "NONCE_EXPIRED" }, "NonceUsed"],
        [{ message: "Nonce too low. Expected nonce to be 7 but got 6" }, "NonceUsed"],
        [{ code: "TIMEOUT" }, "OutcomeUnconfirmed"],
        [{ code: "ECONNREFUSED" }, "NodeUnreachable"],
        [new TypeError("fetch failed"), "NodeUnreachable"],
        [{ code: "BAD_DATA", message: "could not decode result data" }, "NoContract"],
        [{ code: "ACTION_REJECTED" }, "SigningRefused"],
        [{ code: -32000, message: "out of gas" }, "OutOfGas"],
        [new Error("the moon is full"), "Unexpected"],
        [undefined, "Unexpected"],
        ["text", "Unexpected"],
      ];
      for (const [error, name] of cases) {
        const decoded = decodeError(error);
        expect(decoded.name).to.equal(name);
        expect(decoded.cause).to.equal(error);
      }
      expect(decodeError(new Error("the moon is full")).sentence).to.contain("the moon is full");
    });

    it("unknown or damaged data for a known error", () => {
      for (const data of ["0xdeadbeef", DATA.slice(0, 74), `${DATA.slice(0, 10)}ff`]) {
        expect(decodeRevert(data).name, data).to.equal("UnknownError");
        expect(decodeRevert(data).args).to.deep.equal({ data });
      }
    });
  });

  for (const [shape, error] of Object.entries(SHAPES)) {
    it(`finds the error in ${shape}`, () => {
      const decoded = decodeError(error, context);
      expect(decoded).to.be.instanceOf(VostroError);
      expect([decoded.name, decoded.contract]).to.deep.equal(["BackingExceeded", "DepositToken"]);
      expect(decoded.args).to.deep.equal({ supply: 500n, backing: 600n, amount: 250n });
      expect(decoded.message).to.equal(
        "Deposits of USD 6.00 back a supply of USD 5.00: USD 2.50 more would pass them. " +
          "Have the attestor attest the deposits that have arrived, then send the same order again.",
      );
    });
  }

  it("passes a VostroError through, and writes it as JSON without bigints", () => {
    const error = decodeRevert(DATA);
    expect(decodeError(error)).to.equal(error);
    expect(JSON.parse(JSON.stringify(error))).to.deep.include({
      name: "BackingExceeded",
      args: { supply: "500", backing: "600", amount: "250" },
    });
  });

  it("names the contract only where one alone has the error", () => {
    const shared = token.encodeErrorResult("AccessManagedUnauthorized", [ADDRESS]);
    expect(decodeRevert(shared).contract).to.equal(undefined);
  });

  it("reads Error(string), panics and silence", () => {
    const text = concat(["0x08c379a0", AbiCoder.defaultAbiCoder().encode(["string"], ["no way"])]);
    expect(decodeRevert(text)).to.deep.include({ name: "Error", args: { message: "no way" } });
    const panic = (code: number) => concat(["0x4e487b71", AbiCoder.defaultAbiCoder().encode(["uint256"], [code])]);
    expect(decodeRevert(panic(0x11)).sentence).to.equal("The contract stopped at an arithmetic overflow (panic 0x11).");
    expect(decodeRevert(panic(0x99)).sentence).to.contain("an unknown panic (panic 0x99)");
    expect(decodeRevert("0x").name).to.equal("RevertWithoutReason");
    expect(decodeError({ code: "CALL_EXCEPTION", data: "0x" }).name).to.equal("RevertWithoutReason");
  });

  it("keeps the name where only Hardhat's message has it", () => {
    const error = new Error("VM Exception: reverted with custom error 'HoldNotOpen(\"0x12\")'");
    expect(decodeError(error)).to.include({ name: "HoldNotOpen" });
    expect(decodeError(new Error("reverted with custom error 'Elsewhere(1)'")).name).to.equal("Unexpected");
  });
});

describe("decodeError with a real node", () => {
  it("decodes what ethers throws in process and over HTTP, at estimation and on a call", async () => {
    const chain = await hre.network.create({ override: { accounts: chainAccounts() } });
    const server = await hre.network.createServer({ override: { accounts: chainAccounts() } });
    const { address, port } = await server.listen();
    const http = new JsonRpcProvider(`http://${address}:${port}`, undefined, { batchMaxCount: 1 });
    try {
      for (const signer of [(await chain.ethers.getSigners())[0]!, await http.getSigner(0)]) {
        const deployed = await new DepositToken__factory(signer).deploy();
        const code = DepositToken__factory.connect(await deployed.getAddress(), signer);
        const pay = code["transfer(address,uint256)"];
        for (const act of [
          () => pay(ADDRESS, 1n),
          () => pay.staticCall(ADDRESS, 1n),
          () => pay(ADDRESS, 1n, { gasLimit: 200_000n }).then((tx) => tx.wait()),
        ]) {
          const error: unknown = await act().then(
            () => "no error",
            (thrown: unknown) => thrown,
          );
          const { name, args } = decodeError(error);
          expect([name, args["account"]]).to.deep.equal(["ERC7943CannotSend", await signer.getAddress()]);
        }
      }
    } finally {
      http.destroy();
      await server.close();
    }
  });
});

describe("words of errors", () => {
  it("write amounts in the currency, in given decimals, or as they are", () => {
    const short = (ctx: object) =>
      decodeRevert(token.encodeErrorResult("ERC20InsufficientBalance", [ADDRESS, 1n, 1234n]), ctx).sentence;
    expect(short({ currency: "JPY" })).to.contain("has JPY 1 and would need JPY 1234");
    expect(short({ currency: "BHD" })).to.contain("has BHD 0.001 and would need BHD 1.234");
    expect(short({ currency: "XBANK", decimals: 1 })).to.contain("has XBANK 0.1 and would need XBANK 123.4");
    expect(short({})).to.contain("has 1 minor units and would need 1234 minor units");
  });

  it("take the currency of the token that an error names, and names of known addresses", () => {
    const quota = new Interface(ABIS.IssuanceDesk).encodeErrorResult("QuotaExceeded", [ADDRESS, ADDRESS, 5n, 1n]);
    const ctx = { currency: "USD", tokens: { JPY: ADDRESS.toLowerCase() }, names: { [ADDRESS]: "the desk" } };
    expect(decodeRevert(quota, ctx).sentence).to.equal(
      `The daily quota leaves JPY 1 to issuer the desk (${ADDRESS}), less than JPY 5.`,
    );
  });

  it("write times in UTC and durations in whole units", () => {
    expect(isoDate(1_793_577_600n)).to.equal("2026-11-02T00:00:00Z");
    expect([isoDate(0n), isoDate(2n ** 256n - 1n)]).to.deep.equal(["no time (0)", "the end of time"]);
    expect([86_400n, 7_200n, 60n, 90n, 1n, 0n].map(duration)).to.deep.equal([
      "1 day",
      "2 hours",
      "1 minute",
      "90 seconds",
      "1 second",
      "0 seconds",
    ]);
  });
});
