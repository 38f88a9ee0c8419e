export const practice = {
  title: 'Choose what is broken',
  lead: 'A simulated Z620 with a CH341A. Everything is as in earnest, except that no chip is harmed and time runs faster.',
  imageGroup: 'The trouble is in what the chip holds',
  deviceGroup: 'The trouble comes while you work',
  happens: 'What will happen',
  begin: 'Begin',
  beginNamed: 'Begin: {{title}}',
  back: 'Start screen',
};
