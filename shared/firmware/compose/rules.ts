// The rules by which a byte of a composed image may differ from the base (domain images.md 9), as words.

export const composeRules = {
  kept: 'Kept from the base.',
  'region-from-file': 'The region as a whole from a file, where the base has it, sizes equal.',
  'own-region': 'The region as a whole from a backup of this board.',
  'boot-block': 'The boot block as a whole, of the same family.',
  'bios-code': 'The BIOS code as a whole, of one release and the same family.',
  'identity-replaced': 'A region that belongs to the board, from another file, as was asked for.',
  'me-own': 'The ME of this board with its data.',
  'me-never-run': 'The ME of another file, which has never run: it sets itself up on this board.',
  'me-foreign': 'An ME that has run elsewhere, taken because it was asked for in so many words.',
  'recovery-kept': 'The crisis-recovery volume stays that of the base.',
  'recovery-from-file': 'The crisis-recovery volume as a whole from a file of the same family.',
  'mac-edit': 'The MAC address and the checksum word of one copy of the network settings.',
  'me-valid-mark': 'The byte that declares the settings of the ME valid.',
  'me-off-strap': 'The strap that switches the ME off.',
  'host-access': 'The rights of the host in the descriptor.',
  unexplained: 'No rule explains these bytes.',
} as const;

export type ComposeRuleId = keyof typeof composeRules;
