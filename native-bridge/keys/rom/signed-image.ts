// Signed ROM images of Gen8 (domain rompaq.md 1.4): a fingerprint in text, three certificates, a header, the ROM. The signature proves
// that it is whole and HP's: RSA over everything behind the certificates, by a key that a pinned root vouches for.
import { createVerify, X509Certificate } from 'node:crypto';
import { ascii, startsWith, u16, u8 } from '../../../shared/firmware/bytes';
import { isoDay } from './image-name';

const BEGIN = '--=</Begin HP Signed File Fingerprint\\>=--';
const CERTIFICATE_BEGIN = '-----BEGIN CERTIFICATE-----';
const CERTIFICATE_END = '-----END CERTIFICATE-----\n';
const HEADER_MARK = 'HPIMAGE\0';
const FLASH_MARK = '$CPQFLSH';
/** Text before the image is a few KiB; a search need not go further. */
const LONGEST_FRONT_BYTES = 64 * 1024;
const MOST_CERTIFICATES = 8;

/** SHA-256 of HP's root certificate as it stands in the images (domain rompaq.md 1.4). */
export const hpRootSha256 = '9A:73:CA:19:21:70:E1:17:54:88:1B:58:B6:FB:C0:02:66:66:56:A1:CC:82:E5:C9:B7:A2:1B:80:D0:33:DD:0E';

export type SignatureState =
  | 'good'
  /** What follows the certificates is not what was signed. */
  | 'content-differs'
  /** Signed by a key that HP's root does not vouch for. */
  | 'other-signer'
  /** The fingerprint or a certificate cannot be read. */
  | 'unreadable';

export interface SignedImage {
  readonly signature: SignatureState;
  /** Subject of the signing certificate, where it is readable. */
  readonly signer?: string;
  /** "ProLiant System BIOS - J06" */
  readonly title?: string;
  readonly date?: string;
  readonly family?: string;
  /** "CPQJ060": first six characters are those of the file's name. */
  readonly productId?: string;
}

export const isSignedImage = (bytes: Uint8Array): boolean => startsWith(bytes, 0, BEGIN);

/**
 * Undefined where the bytes are no such image. `rootSha256` is pinned; tests hand in their own. The dates of the certificates are
 * ignored: the signing key was old when HP still used it.
 */
export function readSignedImage(bytes: Uint8Array, rootSha256 = hpRootSha256): SignedImage | undefined {
  if (!isSignedImage(bytes)) return undefined;
  // By native code: letter by letter it takes longer than the signature.
  const front = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, LONGEST_FRONT_BYTES)).toString('latin1');
  const contentAt = endOfCertificates(front);
  const facts = contentAt === undefined ? {} : readHeader(bytes, contentAt);
  const fingerprint = /\nHash: (\w+)\nSignature: ([A-Za-z0-9+/=]+)\n/.exec(front);
  const chain = contentAt === undefined ? undefined : readChain(front.slice(0, contentAt));
  const leaf = chain?.[0];
  if (contentAt === undefined || !fingerprint || !chain || !leaf) return { signature: 'unreadable', ...facts };
  const signer = /CN=(.+)/.exec(leaf.subject)?.[1];
  const named = { ...(signer ? { signer } : {}), ...facts };
  if (!isVouchedFor(chain, rootSha256)) return { signature: 'other-signer', ...named };
  const isGood = verifies(fingerprint[1]!, bytes.subarray(contentAt), leaf, fingerprint[2]!);
  return { signature: isGood ? 'good' : 'content-differs', ...named };
}

function endOfCertificates(front: string): number | undefined {
  let end: number | undefined;
  for (let at = front.indexOf(CERTIFICATE_END); at >= 0; at = front.indexOf(CERTIFICATE_END, at + 1)) end = at + CERTIFICATE_END.length;
  return end;
}

function readChain(front: string): X509Certificate[] | undefined {
  const pems = front.split(CERTIFICATE_BEGIN).slice(1, MOST_CERTIFICATES + 1);
  try {
    return pems.map((pem) => new X509Certificate(`${CERTIFICATE_BEGIN}${pem}`));
  } catch {
    return undefined;
  }
}

/** Each certificate is signed by the next one; the last is the pinned root, signed by itself. */
function isVouchedFor(chain: readonly X509Certificate[], rootSha256: string): boolean {
  const root = chain.at(-1);
  if (!root || root.fingerprint256 !== rootSha256) return false;
  return chain.every((certificate, index) => {
    const issuer = chain[index + 1] ?? root;
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  });
}

function verifies(hash: string, content: Uint8Array, { publicKey }: X509Certificate, signature: string): boolean {
  if (!/^sha(256|384|512)$/i.test(hash)) return false;
  return createVerify(hash.toUpperCase()).update(content).verify(publicKey, signature, 'base64');
}

type Facts = Omit<SignedImage, 'signature' | 'signer'>;

function readHeader(bytes: Uint8Array, at: number): Facts {
  if (!startsWith(bytes, at, HEADER_MARK)) return {};
  const title = ascii(bytes, at + 0x60, 64).replace(/\0.*$/s, '');
  const date = isoDay(u16(bytes, at + 0x3c), u8(bytes, at + 0x3e), u8(bytes, at + 0x3f));
  // Far in, and looked for in megabytes: by native code.
  const markAt = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(FLASH_MARK, at, 'latin1');
  const productId = markAt < 0 ? '' : ascii(bytes, markAt + 0x1f, 7);
  const family = markAt < 0 ? '' : ascii(bytes, markAt + 0x27, 3);
  return {
    ...(title ? { title } : {}),
    ...(date ? { date } : {}),
    ...(/^\w{7}$/.test(productId) ? { productId } : {}),
    ...(/^[A-Z]\d\d$/.test(family) ? { family } : {}),
  };
}
