import { createHash } from "node:crypto";

import { expect } from "chai";
import { id } from "ethers";

import { proveClaim } from "../../src/proof/index.js";
import { claimsOn, PLACE, walletOf } from "./support.js";

/** SHA-256 of the fields behind each other, as any other tool would do it. */
const sha256 = (...fields: string[]): string =>
  createHash("sha256")
    .update(Buffer.from(fields.join("").replaceAll("0x", ""), "hex"))
    .digest("hex");
const amount = (sum: number): string => sum.toString(16).padStart(32, "0");

describe("the bytes of a proof", () => {
  it("are those of the docs, computed here once more by hand", () => {
    const { salt, path, root } = proveClaim(claimsOn(70n, 50n), walletOf(1));
    const sibling = path[0]!;
    const leaf = sha256("00", walletOf(1), amount(70), salt);
    const mine = [leaf, amount(70)];
    const other = [sibling.hash, amount(50)];
    const top = sha256("01", ...(sibling.side === "left" ? [...other, ...mine] : [...mine, ...other]));
    const place = [
      id("vostro-claims-1"),
      (31337).toString(16).padStart(64, "0"),
      PLACE.token,
      (1_234_567).toString(16).padStart(16, "0"),
      PLACE.blockHash,
      id("USD"),
    ];
    expect(root).to.equal(`0x${sha256("02", ...place, "01", top, amount(120))}`);
  });

  it("stay what they are: proofs that holders keep must be good for ever", () => {
    expect(claimsOn(70n, 50n, 30n).root).to.equal("0x24c90c11f7ab18656cffa2800469ac9047192a6cad542c499f1a9eeb73e80ac4");
  });
});
