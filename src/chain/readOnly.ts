import type { Provider } from "ethers";

import { VostroError } from "../errors/index.js";

/** What nodes take transactions by. */
const SENDING: readonly string[] = ["eth_sendRawTransaction", "eth_sendTransaction"];

/**
 * The same node, to which nothing can be sent: what a dry run works with, so that it cannot send even if an act forgot to ask
 * whether it is one. Reading and trying calls are as ever.
 * @throws VostroError DryRunSends, from whatever tries to send
 */
export function readOnly<P extends Provider>(provider: P): P {
  return new Proxy(provider, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      if (name === "broadcastTransaction") return refuse;
      const method = member as (...args: unknown[]) => unknown;
      if (name !== "send") return method.bind(target);
      return (...args: unknown[]) => (SENDING.includes(String(args[0])) ? refuse() : method.apply(target, args));
    },
  });
}

function refuse(): Promise<never> {
  return Promise.reject(
    new VostroError({
      name: "DryRunSends",
      sentence: "A dry run tried to send a transaction, and was kept from it.",
      fix: "Nothing was sent. This is a fault of the command: report it.",
    }),
  );
}
