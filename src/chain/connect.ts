import { Contract, type ContractRunner, Interface, type InterfaceAbi } from "ethers";

/** What TypeChain generates for a contract. */
export interface Factory<T> {
  readonly abi: InterfaceAbi;
  connect(address: string, runner?: ContractRunner | null): T;
}

const interfaces = new Map<InterfaceAbi, Interface>();

/**
 * `factory.connect`, with each ABI read once in a process: reading those of one bank anew takes some 40 milliseconds, which every
 * command would pay.
 */
export function connectAs<T>(factory: Factory<T>, address: string, runner: ContractRunner | null): T {
  const known = interfaces.get(factory.abi) ?? Interface.from(factory.abi);
  interfaces.set(factory.abi, known);
  return new Contract(address, known, runner) as unknown as T;
}
