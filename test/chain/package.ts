import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

import * as vostro from "../../src/index.js";

describe("the package", () => {
  it("exports what integrators need", () => {
    expect(vostro).to.include.all.keys(
      ...[
        "connectBank",
        "pay",
        "mintOrder",
        "explain",
        "supplyReport",
        "readAccount",
        "TYPED_DATA",
        "signFor",
        "holdId",
      ],
      ...["decodeError", "decodeRevert", "VostroError", "ABIS", "parseAmount", "formatAmount", "bindings", "ROLES"],
    );
    expect(vostro.bindings).to.have.property("DepositToken__factory");
  });

  it("loads nothing of Hardhat, and no command line", () => {
    // A process of its own, because this one has Hardhat loaded already.
    const code = `
      import { registerHooks } from "node:module";
      const seen = [];
      registerHooks({ load(url, context, next) { seen.push(url); return next(url, context); } });
      await import(${JSON.stringify(new URL("../../src/index.ts", import.meta.url).href)});
      console.log(JSON.stringify(seen));`;
    const tsx = createRequire(import.meta.url).resolve("tsx");
    const cwd = fileURLToPath(new URL("../../", import.meta.url));
    const out = execFileSync(process.execPath, ["--import", `file://${tsx}`, "--input-type=module", "-e", code], {
      cwd,
    });
    const loaded = JSON.parse(out.toString()) as string[];
    expect(loaded.some((url) => url.includes("/src/chain/pay.ts"))).to.equal(true);
    expect(loaded.filter((url) => /hardhat|ignition|\/commands\/|csv-parse/.test(url))).to.deep.equal([]);
  });
});
