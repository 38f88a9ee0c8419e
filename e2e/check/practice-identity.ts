/** What makes the practice machine this one: no report shows it unless asked. */
export const practiceIdentity = /00:00:5E:00:53:20|00005E005320|PRACTICE0001/i;
