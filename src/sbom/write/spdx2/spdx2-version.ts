/** SPDX 2 versions that are written, oldest first. */
export const spdx2Versions = ['2.2', '2.3'] as const;

export const defaultSpdx2Version = '2.3';
