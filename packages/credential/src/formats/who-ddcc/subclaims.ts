/** Numbers of DDCC:VS and DDCC:TR within the claim −260 (HCERT 1.1, section 3.2.7.1). */
export const subclaims = { vaccination: 3, test: 4 } as const;
