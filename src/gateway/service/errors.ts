import { VostroError } from "../../errors/index.js";

/** The bank file has no section `gateway`. */
export const noGateway = (bank: string): VostroError =>
  new VostroError({
    name: "NoGateway",
    args: { bank },
    sentence: `The bank file of ${bank} has no section "gateway": this bank runs none.`,
    fix: "Add the section; docs/operations/gateway.md describes it.",
  });

/** The store was made for another bank, chain or salt: working on it would mint deposits again under other references. */
export const otherStore = (what: string, its: string, ours: string): VostroError =>
  new VostroError({
    name: "OtherStore",
    args: { what, its, ours },
    sentence: `The gateway's database belongs to another ${what}: ${its}, not ${ours}.`,
    fix: "Name the right database (DATABASE_URL or --data), or the right bank, network and VOSTRO_SALT.",
  });
