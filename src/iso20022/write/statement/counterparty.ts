import { writeSlots } from "../layout/groups.js";
import type { Place } from "../layout/place.js";
import type { XmlNode } from "../layout/render.js";
import { type Json, optional } from "../layout/slots.js";
import { text } from "../layout/texts.js";
import { account } from "../parts.js";
import { walletNodes } from "./wallet.js";

interface Context {
  readonly direction: unknown;
  readonly chainId: unknown;
}

/** `RltdPties`: the other side is the debtor of what was received and the creditor of what was sent. */
export function counterpartyNodes(value: unknown, context: Context, at: Place): readonly XmlNode[] {
  if (value === undefined) return [];
  const side = context.direction === "CRDT" ? "Dbtr" : "Cdtr";
  const content = writeSlots(
    value,
    [
      {
        keys: ["name"],
        write: (record, place) => {
          const name = optional("name", "Nm", text(140)).write(record, place);
          return name.length === 0 ? [] : [{ tag: side, content: [{ tag: "Pty", content: name }] }];
        },
      },
      {
        keys: ["account"],
        write: (record, place) => {
          if (record["account"] === undefined) return [];
          const nodes = accountContent(record["account"], context.chainId, place.field("account"));
          return nodes === undefined ? [] : [{ tag: `${side}Acct`, content: nodes }];
        },
      },
    ],
    at,
  );
  return content === undefined ? [] : [{ tag: "RltdPties", content }];
}

/** A wallet on the statement's chain, or an account anywhere. */
function accountContent(value: unknown, chainId: unknown, at: Place): readonly XmlNode[] | undefined {
  const isWallet = typeof value === "object" && value !== null && "wallet" in value;
  if (!isWallet) return account.write(value, at)?.content as readonly XmlNode[] | undefined;
  const wallet = (record: Json, place: Place): readonly XmlNode[] =>
    walletNodes(record["wallet"], chainId, place.field("wallet")) ?? [];
  return writeSlots(value, [{ keys: ["wallet"], write: wallet }], at);
}
