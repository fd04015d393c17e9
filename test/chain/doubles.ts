import { AbiCoder, keccak256, type Provider } from "ethers";

/** The provider with one method replaced. */
export function without<P extends Provider>(
  provider: P,
  method: "getLogs" | "call",
  act: (target: P, args: unknown[]) => Promise<unknown>,
): P {
  return new Proxy(provider, {
    get(target, key, receiver) {
      if (key === "provider") return receiver as unknown;
      if (key === method) return (...args: unknown[]) => act(target, args);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Where the token keeps this word: the account mapping is the first of the namespaced struct. */
export async function slotOf(provider: Provider, token: string, word: bigint): Promise<string> {
  const ledger = "0x3b481fc3301cffa83a198cafa25ad4ce96836626918771a70ed818e6f9075400";
  const accounts = [
    ...new Set((await provider.getLogs({ address: token, fromBlock: 0 })).flatMap(({ topics }) => topics.slice(1))),
  ];
  for (const topic of accounts.filter((t) => /^0x0{24}/.test(t))) {
    const slot = keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32", "bytes32"], [topic, ledger]));
    if (BigInt(await provider.getStorage(token, slot)) === word) return slot;
  }
  throw new Error("no account has this word");
}
