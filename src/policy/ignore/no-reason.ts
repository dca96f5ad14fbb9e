/** What a report says where a file gives no reason. */
export const noReason = 'no reason given';
