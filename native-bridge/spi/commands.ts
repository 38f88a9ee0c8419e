// The commands of a SPI NOR flash as bus operations. Knows what the bytes are, not when to send them.
import type { SpiOp } from './bus';

/** JEDEC opcodes; common to the parts of the chip table unless the use says otherwise. */
export const opcodes = {
  writeStatus1: 0x01,
  pageProgram: 0x02,
  read: 0x03,
  writeDisable: 0x04,
  readStatus1: 0x05,
  writeEnable: 0x06,
  writeStatus3: 0x11,
  pageProgram4: 0x12,
  read4: 0x13,
  readStatus3: 0x15,
  writeStatus2: 0x31,
  readStatus2: 0x35,
  readUniqueId: 0x4b,
  writeEnableVolatile: 0x50,
  readSfdp: 0x5a,
  enableReset: 0x66,
  readManufacturerAndDevice: 0x90,
  globalUnlock: 0x98,
  reset: 0x99,
  readId: 0x9f,
  releasePowerDown: 0xab,
  enterFourByte: 0xb7,
  writeExtendedAddress: 0xc5,
  leaveFourByte: 0xe9,
} as const;

/** Three-byte-address erase opcodes and what they become with four address bytes. */
const eraseOpcodes4: Readonly<Record<number, number>> = { 0x20: 0x21, 0x52: 0x5c, 0xd8: 0xdc };

/** How addresses travel: `opcodes4` uses the opcodes that take four address bytes in any mode of the chip. */
export type Addressing = 'three' | 'opcodes4' | 'mode4';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const ask = (send: Uint8Array, receive: number): SpiOp => ({ send, receive });

function withAddress(opcode: number, address: number, addressing: Addressing): number[] {
  const low = [(address >>> 16) & 0xff, (address >>> 8) & 0xff, address & 0xff];
  return addressing === 'three' ? [opcode, ...low] : [opcode, (address >>> 24) & 0xff, ...low];
}

export const command = (opcode: number): SpiOp => ask(bytes(opcode), 0);

/** Eight clocks of ones twice: leaves continuous read and, on most parts, QPI. */
export const leaveContinuousRead = (): SpiOp => ask(bytes(0xff, 0xff), 0);

export const readId = (count = 3): SpiOp => ask(bytes(opcodes.readId), count);

/** RES: three dummy bytes, then the device id. */
export const readElectronicId = (): SpiOp => ask(bytes(opcodes.releasePowerDown, 0, 0, 0), 1);

/** REMS: manufacturer, then device id. */
export const readManufacturerAndDevice = (): SpiOp => ask(bytes(opcodes.readManufacturerAndDevice, 0, 0, 0), 2);

export const readSfdp = (address: number, count: number): SpiOp =>
  ask(bytes(opcodes.readSfdp, (address >>> 16) & 0xff, (address >>> 8) & 0xff, address & 0xff, 0), count);

export const readUniqueId = (opcode: number = opcodes.readUniqueId): SpiOp => ask(bytes(opcode, 0, 0, 0, 0), 8);

/** The register repeats for as long as it is clocked, fresh each time. */
export const readStatus = (count = 1): SpiOp => ask(bytes(opcodes.readStatus1), count);

export const readRegister = (opcode: number, count = 1): SpiOp => ask(bytes(opcode), count);

export const writeRegister = (opcode: number, ...values: number[]): SpiOp => ask(bytes(opcode, ...values), 0);

export const readData = (address: number, count: number, addressing: Addressing): SpiOp =>
  ask(bytes(...withAddress(addressing === 'opcodes4' ? opcodes.read4 : opcodes.read, address, addressing)), count);

/**
 * `data` starts at `address` and stays inside its page. A whole page carries its own bytes as `fill`: past the end of the
 * page the address wraps to its start, so the same bytes again change nothing.
 */
export function programPage(address: number, data: Uint8Array, pageBytes: number, addressing: Addressing): SpiOp {
  const head = withAddress(addressing === 'opcodes4' ? opcodes.pageProgram4 : opcodes.pageProgram, address, addressing);
  const send = new Uint8Array(head.length + data.length);
  send.set(head);
  send.set(data, head.length);
  return data.length === pageBytes ? { send, receive: 0, fill: data } : { send, receive: 0 };
}

export function erase(opcode: number, address: number, addressing: Addressing): SpiOp {
  const opcode4 = eraseOpcodes4[opcode];
  return ask(bytes(...withAddress(addressing === 'opcodes4' && opcode4 !== undefined ? opcode4 : opcode, address, addressing)), 0);
}

/** Whether an erase has an opcode that takes four address bytes in any mode. */
export const hasFourByteErase = (opcode: number): boolean => opcode in eraseOpcodes4;
