// Known pieces of the Zx20 family by SHA-256: facts about files that were looked at, none of their bytes.
import type { Known } from '../model/knowledge';

/** The signed head of a partition: where it is equal and the rest is not, the rest is damaged. */
export interface KnownManifest {
  readonly length: number;
  readonly sha256: string;
}

export interface CataloguePiece {
  /** "recovery volume of J61 3.96" */
  readonly name: string;
  readonly sha256: string;
  readonly place:
    /** Of the whole chip. */
    | { readonly kind: 'flash'; readonly offset: number; readonly length: number }
    /** A partition of the ME region, as long as its table says. */
    | { readonly kind: 'me-partition'; readonly partition: string; readonly manifest?: KnownManifest };
  readonly certainty: Known<string>;
}

const likely: Known<string> = {
  value: 'very likely as the maker published it',
  certainty: 'inferred',
  source: 'equal in every modified 3.96 image that was looked at; no official file to compare with',
};
const spliced: Known<string> = {
  value: 'the boot block of 2013 that owners put in',
  certainty: 'measured',
  source: 'boot-block upgrade repository',
};
const signed: Known<string> = {
  value: 'the published ME 8.1.60.1561',
  certainty: 'measured',
  source: 'its manifest is signed with the production key of ME 7 and 8; region published with release 3.96',
};

const flash = (name: string, offset: number, length: number, sha256: string, certainty: Known<string>): CataloguePiece => ({
  name,
  sha256,
  place: { kind: 'flash', offset, length },
  certainty,
});
const partition = (name: string, sha256: string, manifest?: KnownManifest): CataloguePiece => ({
  name: `${name} of ME 8.1.60.1561 5MB`,
  sha256,
  place: { kind: 'me-partition', partition: name, ...(manifest ? { manifest } : {}) },
  certainty: signed,
});

export const zx20Catalogue: readonly CataloguePiece[] = [
  flash('boot block of 2013, J61', 0xff0000, 0x10000, 'c20441e78f2de53bb55627988dd8ed90ad11351e83588384cefd41619740c537', spliced),
  flash('boot block of 2013, J63', 0xff0000, 0x10000, '710063142bc456314ba3da04976e9ee8814b8448993d6ba851b70c5011e3ba3f', spliced),
  flash('early-memory volume of J61 3.96', 0xe00000, 0xc0000, '3c4cee71e65a0a01410ce04794c8580b38f9c37ba57ed100a48e45ef9212a445', likely),
  flash('early-memory volume of J63 3.96', 0xe00000, 0xc0000, 'ce9759799de80ba428c8773eb828ed601e84c26fb25496fe257a0e460a955b51', likely),
  flash('normal start volume of J61 3.96', 0xee0000, 0x80000, '0ecf0b7972a151ae8f301cf8846f1b193a9975e6de74d6737afff437a24c967e', likely),
  flash('normal start volume of J63 3.96', 0xee0000, 0x80000, 'a27463296aa865232304e070ed68309491f86a39594cc4b5abc69c253c4253c3', likely),
  flash('recovery volume of J61 3.96', 0xf60000, 0x80000, 'e9304eacdd204758435e43402c07e511602f63577dfd9b59c41c63e478cc6af9', likely),
  flash('recovery volume of J63 3.96', 0xf60000, 0x80000, '10552e09c6e33faa84a807a918ec62178b7fbce1b11a5e3e7bf98c4d8845b404', likely),
  partition('FTPR', '0e0aa100d110676c39ac46a1ad57b41387dfbb6c2c88b7dce82e9c4a5d3eb4f9', {
    length: 0x8b8,
    sha256: 'c64a81ca70e718aa41a28fcc16279dfc4f210643245a9d2d8456870749a1a347',
  }),
  partition('NFTP', 'd43414f76519b951382b05a3c3570ee82b925258ec18a74d408696ef1000bcd1', {
    length: 0x958,
    sha256: 'd862eac503c77c2054b9a31805627075b65d7dfd273d1485de2317b906ef7181',
  }),
  partition('MDMV', '3a74c9c875da5780ae0e87a4db40d213f03512e55deb21dd9717238631afd92e', {
    length: 0x3f4,
    sha256: 'fc4e4895140ddd115bf4544c26655e47b8572061481a455156e6db8ff6f916f2',
  }),
  partition('LOCL', '9a29483b89dd171efe4ee90302ea02e9a6a9b4facd9a664a201fa85233ec3593', {
    length: 0x394,
    sha256: '5d8677d07580daf2e6476fb86b4eeb1c822322c1efcc19f2baf69e8b22ed3e13',
  }),
  partition('WCOD', '1dd6cc67494b0a52eb9ec2ca339807f65aa64b84b6bda8c6ca9246c7acbb472e', {
    length: 0x394,
    sha256: 'a49bf1d20fb17c024c5f75ed39296993c313d18b0e74c4c09bf4f9f6eb74c2c5',
  }),
  partition('GLUT', 'c937441f40f95d9045f90fe56e5708c4c42a81e84020be42b9da845ad7242cc9'),
];
