/**
 * Slack's limits as one table, in characters unless the name says otherwise. Documented on
 * docs.slack.dev/reference/block-kit and .../methods, except `messageCharacters` and `optionValue`.
 */
export const LIMITS = {
  messageBlocks: 50,
  modalBlocks: 100,
  homeBlocks: 100,
  /**
   * Undocumented: `msg_blocks_too_long` begins near 13,200 (bolt-js #2509), and once came with 11,341 characters of pure
   * text (bolt-js #2867), so containers count. It is held against the blocks as JSON, the strictest reading of both.
   */
  messageCharacters: 13_200,
  /** `chat.update` refuses more, so no message may carry more. */
  messageText: 4_000,
  blockId: 255,
  actionId: 255,
  sectionText: 3_000,
  sectionFields: 10,
  sectionFieldText: 2_000,
  headerText: 150,
  alertText: 3_000,
  contextElements: 10,
  contextText: 3_000,
  actionsElements: 25,
  richTextLeaf: 3_000,
  altText: 2_000,
  imageTitle: 2_000,
  url: 3_000,
  buttonText: 75,
  buttonValue: 2_000,
  accessibilityLabel: 75,
  optionText: 75,
  optionDescription: 75,
  /** 150 in the documentation, 75 in Slack's own types. */
  optionValue: 75,
  options: 100,
  checkboxOptions: 10,
  radioOptions: 10,
  overflowOptions: 5,
  placeholder: 150,
  inputLabel: 2_000,
  inputHint: 2_000,
  plainTextInput: 3_000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  viewTitle: 24,
  viewButton: 24,
  callbackId: 255,
  externalId: 255,
  privateMetadata: 3_000,
  viewBytes: 250_000,
  /** Root view plus two pushed ones. */
  viewStack: 3,
} as const
